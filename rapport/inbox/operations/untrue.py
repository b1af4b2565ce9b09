"""Let go of a letter that is not true any more: "we answer by 14:00", at three."""

from django.db import transaction

from rapport.inbox.models import Acknowledgement, Dispatch


@transaction.atomic
def let_go(mail: Dispatch) -> None:
    """It is sent to nobody, as if it had been taken back; an acknowledgement is counted as late.
    Nothing is sent instead: a thank-you that comes so late is none."""
    mail.state, mail.content, mail.error = Dispatch.State.UNDONE, None, ""
    mail.save(update_fields=["state", "content", "error"])
    late = Acknowledgement.Outcome.LATE
    Acknowledgement.objects.filter(dispatch=mail).update(outcome=late)
