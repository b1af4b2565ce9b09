"""Whose remote pictures a member always wants to see."""

from rapport.accounts.models import Member
from rapport.inbox.models import Message, PictureTrust


def show_always(email: str, *, by: Member) -> None:
    """Show this sender's pictures to this member from now on."""
    PictureTrust.objects.get_or_create(
        member=by, email=email.lower(), defaults={"workspace_id": by.workspace_id}
    )


def show_no_more(email: str, *, by: Member) -> None:
    """Ask again before each mail of this sender."""
    PictureTrust.objects.filter(member=by, email=email.lower()).delete()


def shows(message: Message, *, to: Member) -> bool:
    """Whether a member sees this message's pictures unasked: never of a sender who is not who they
    seem to be."""
    if message.is_suspicious or message.is_unverified or not message.from_email:
        return False
    return PictureTrust.objects.filter(member=to, email=message.from_email.lower()).exists()
