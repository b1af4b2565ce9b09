"""Work off the request: mail what was not read, forget who came long ago."""

from datetime import timedelta

from django.utils.timezone import now

from rapport.chat.models import Visitor
from rapport.chat.operations import letters, site_secrets, uploads, visits
from rapport.events.listeners import every, task
from rapport.workspaces.scope import open_workspace

BATCH = 200


@every(timedelta(seconds=30))
@task(attempts=1)
def mail_unread() -> None:
    """To whoever left before the answer came."""
    at = now()
    owed = Visitor.everywhere.owed(at).order_by("owed_since", "pk")
    for visitor in owed.select_related("handle__channel", "workspace")[:BATCH]:
        with open_workspace(visitor.workspace_id):
            letters.mail_unread(visitor, at=at)


@every(timedelta(hours=1))
@task(attempts=1)
def forget_old() -> None:
    """Let go of visitors who were here half a year ago, and of what is no use any more."""
    at = now()
    visits.forget_old(at=at)
    uploads.forget_old(at=at)
    site_secrets.forget_ended(at=at)
