"""Say what stands under one's letters."""

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.inbox.models import Mailbox, Signature
from rapport.lib.refusal import Refused

MOST = 60


class TooMany(Refused):
    """Nobody has so many."""


@transaction.atomic
def say(member: Member, *, mailbox: Mailbox | None, language: str, text: str) -> None:
    """For this mailbox and language it is this from now on; an empty one is none."""
    rows = Signature.objects.filter(member=member, mailbox=mailbox, language=language)
    if not text.strip():
        rows.delete()
        return
    if rows.update(text=text.strip()):
        return
    if Signature.objects.filter(member=member).count() >= MOST:
        raise TooMany(_("You have very many signatures already. Remove one first."))
    Signature(
        workspace_id=member.workspace_id, member=member, mailbox=mailbox, language=language,
        text=text.strip(),
    ).save(force_insert=True)  # fmt: skip
