"""Where sessions are kept: in the database, as Django keeps them."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils.timezone import now

from rapport.lib.prepared import Question

_SESSION = Question(lambda key, at: Session.objects.filter(session_key=key, expire_date__gt=at))


class SessionStore(db.SessionStore):
    """Django's own, which asks for the session of every request by a statement that is kept."""

    def _get_session_from_db(self) -> Session | None:
        found: Session | None = _SESSION.first(self.session_key, now())
        if found is None:
            self._session_key = None
        return found
