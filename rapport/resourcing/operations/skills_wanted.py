"""Say what conversations ask for of whoever gets them, and take it back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.operations.stream import publish
from rapport.inbox.models import Label, Mailbox
from rapport.lib.refusal import Refused
from rapport.resourcing.events import CONVERSATION_SKILL_SET, CONVERSATION_SKILL_UNSET
from rapport.resourcing.models import Skill, SkillWanted

MOST = 100


class NotWanted(Refused):
    """It cannot be asked for like this."""


@dataclass(frozen=True, slots=True)
class OfWhich:
    """Which conversations: whatever is said must hold."""

    mailbox: Mailbox | None = None
    label: Label | None = None
    channel: str = ""
    language: str = ""

    @property
    def is_all(self) -> bool:
        """Nothing is said."""
        return not (self.mailbox or self.label or self.channel or self.language)


@transaction.atomic
def want(skill: Skill, level: int, which: OfWhich, *, by: Member, at: datetime) -> SkillWanted:
    """Let these conversations ask for a skill, at the least so well. Said again it takes the new
    level."""
    if which.is_all:
        raise NotWanted(_("Say which conversations ask for it."))
    kind = {
        "mailbox": which.mailbox, "label": which.label, "channel": which.channel,
        "language": which.language,
    }  # fmt: skip
    row: SkillWanted | None = SkillWanted.objects.filter(skill=skill, **kind).first()
    if row is not None and row.level == level:
        return row
    if row is None and SkillWanted.objects.count() >= MOST:
        raise NotWanted(_("There are %(n)d of these already. Remove one first.") % {"n": MOST})
    row = row or SkillWanted(workspace_id=by.workspace_id, skill=skill, **kind)
    row.level = level
    row.save()
    _publish(CONVERSATION_SKILL_SET, row, by, at)
    return row


@transaction.atomic
def drop(row: SkillWanted, *, by: Member, at: datetime) -> None:
    """They ask for it no more."""
    gone, _kinds = SkillWanted.objects.filter(pk=row.pk).delete()
    if gone:
        _publish(CONVERSATION_SKILL_UNSET, row, by, at)


def _publish(verb: str, row: SkillWanted, by: Member, at: datetime) -> None:
    facts = {
        "level": row.level, "mailbox": row.mailbox_id, "label": row.label_id,
        "channel": row.channel, "language": row.language,
    }  # fmt: skip
    publish(verb, subject=row.skill, by=by, at=at, facts=facts)
