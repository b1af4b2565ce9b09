"""The workspace's list of skills: add one, name it otherwise, bin it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.resourcing.events import SKILL_ADDED, SKILL_RENAMED
from rapport.resourcing.models import Skill
from rapport.workspaces.operations import bin as workspace_bin
from rapport.workspaces.operations.numbers import next_number

MOST = 200


class SkillRefused(Refused):
    """There can be no such skill."""


@transaction.atomic
def add(name: str, *, by: Member, at: datetime) -> Skill:
    """Add a skill to the list."""
    if Skill.objects.live().count() >= MOST:
        raise SkillRefused(_("A workspace holds %(n)s skills at most.") % {"n": MOST})
    named = name.strip()
    try:
        with transaction.atomic():
            added: Skill = Skill.objects.create(
                workspace_id=by.workspace_id, name=named, created_at=at,
                number=next_number(by.workspace, "skill"),
            )  # fmt: skip
    except IntegrityError:
        raise _taken(named) from None
    publish(SKILL_ADDED, subject=added, by=by, at=at, facts={"number": added.number})
    return added


@transaction.atomic
def rename(skill: Skill, name: str, *, by: Acts, at: datetime) -> None:
    """Name a skill otherwise; who has it keeps it."""
    named = name.strip()
    if named == skill.name:
        return
    try:
        with transaction.atomic():
            Skill.objects.filter(pk=skill.pk).update(name=named)
    except IntegrityError:
        raise _taken(named) from None
    skill.name = named
    publish(SKILL_RENAMED, subject=skill, by=by, at=at)


def delete(skill: Skill, *, by: Acts, at: datetime) -> None:
    """Move a skill to the bin; who had it has it again when it comes back."""
    workspace_bin.put(skill, by=by, at=at)


def _taken(name: str) -> SkillRefused:
    return SkillRefused(_("“%(name)s” is on the list already.") % {"name": name})
