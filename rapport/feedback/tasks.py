"""Work of feedback that waits."""

from django.utils.timezone import now

from rapport.cases.models import Case
from rapport.events.listeners import task
from rapport.feedback.operations import inviting


@task()
def ask_how_it_went(case: int) -> None:
    """Invite, if the case is closed still."""
    rows = Case.objects.live().select_related("workspace", "conversation")
    found = rows.filter(pk=case).first()
    if found is not None:
        inviting.invite(found, at=now())
