"""The signature that suits a letter."""

from rapport.accounts.models import Member
from rapport.inbox.models import Signature


def of_member(member: Member) -> list[Signature]:
    """All that somebody has, beside the one of their profile."""
    rows = Signature.objects.filter(member=member).select_related("mailbox")
    return list(rows.order_by("mailbox__address", "language", "pk"))


def signature_for(member: Member, mailbox: int | None, language: str) -> str:
    """The one for this mailbox and language; else for the mailbox, for the language, for any; else
    that of their profile."""

    def rank(one: Signature) -> tuple[bool, bool]:
        return (one.mailbox_id != mailbox, one.language != language)

    fits = [
        one
        for one in Signature.objects.filter(member=member)
        if one.mailbox_id in (None, mailbox) and one.language in ("", language)
    ]
    best = min(fits, key=rank, default=None)
    return (best.text if best else str(member.signature)).strip()
