"""End signed-in sessions."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F

from rapport.accounts.models import User


@transaction.atomic
def end_all(user: User) -> None:
    """Sign a person out everywhere, at once: no session made before matches any more."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    UserSession.objects.filter(user=user).delete()


def end(session: UserSession) -> None:
    """Sign a person out of one of their sessions."""
    session.end()
