"""Say which skills a person has, or a task asks for, each with its level."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.projects.models import Task
from rapport.projects.operations.taking_back import NotUndone, own_act
from rapport.resourcing.events import MEMBER_SKILLS_SAID, TASK_SKILLS_ASKED
from rapport.resourcing.models import MemberSkill, Skill, TaskSkill

# Levels by the id of their skill.
Levels = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class _Kind:
    """Rows of levels, the name of the field that says whose they are, and the verb that tells."""

    model: type[models.Model]
    owner: str
    verb: str

    def rows(self, of: models.Model) -> models.QuerySet[Any]:
        """Those of somebody or something, of skills that are not in the bin."""
        found = self.model._default_manager.filter(**{self.owner: of})
        return found.filter(skill__binned_at=None)


_HAD = _Kind(MemberSkill, "member", MEMBER_SKILLS_SAID)
_ASKED = _Kind(TaskSkill, "task", TASK_SKILLS_ASKED)


@transaction.atomic
def say(member: Member, levels: Levels, *, by: Acts, at: datetime) -> int | None:
    """Let a person have these skills and no others. Returns the number of the act."""
    return _replace(_HAD, member, levels, by=by, at=at)


@transaction.atomic
def ask(task: Task, skill: Skill, level: int | None, *, by: Acts, at: datetime) -> int | None:
    """Let a task ask for a skill at a level, or not any more. Returns the number of the act."""
    levels = dict(_ASKED.rows(task).values_list("skill_id", "level"))
    if level is None:
        levels.pop(skill.pk, None)
    else:
        levels[skill.pk] = level
    return _replace(_ASKED, task, levels, by=by, at=at)


@transaction.atomic
def undo_said(member: Member, act: int, *, by: Member, at: datetime) -> None:
    """Take back one's own word on a person's skills."""
    _take_back(_HAD, member, act, by=by, at=at)


@transaction.atomic
def undo_asked(task: Task, act: int, *, by: Member, at: datetime) -> None:
    """Take back one's own word on what a task asks for."""
    _take_back(_ASKED, task, act, by=by, at=at)


def _replace(
    kind: _Kind, of: models.Model, levels: Levels, *, by: Acts, at: datetime
) -> int | None:
    rows = kind.rows(of)
    was = dict(rows.select_for_update(of=("self",)).values_list("skill_id", "level"))
    if was == dict(levels):
        return None
    rows.exclude(skill__in=levels).delete()
    made = [
        kind.model(workspace_id=of.workspace_id, skill_id=skill, level=level, **{kind.owner: of})  # type: ignore[attr-defined]
        for skill, level in levels.items()
    ]
    kind.model._default_manager.bulk_create(
        made, update_conflicts=True, update_fields=["level"], unique_fields=[kind.owner, "skill"]
    )
    facts = {"was": _told(was), "now": _told(levels)}
    return publish(kind.verb, subject=of, by=by, at=at, facts=facts).pk


def _take_back(kind: _Kind, of: models.Model, act: int, *, by: Member, at: datetime) -> None:
    event = own_act(kind.verb, of, act, by=by, at=at)
    there = dict(kind.rows(of).values_list("skill_id", "level"))
    if event is None or event.facts["now"] != _told(there):
        raise NotUndone(_("This cannot be undone any more."))
    was = {int(skill): level for skill, level in event.facts["was"].items()}
    live = set(Skill.objects.live().filter(pk__in=was).values_list("pk", flat=True))
    _replace(kind, of, {pk: level for pk, level in was.items() if pk in live}, by=by, at=at)


def _told(levels: Levels) -> dict[str, int]:
    return {str(skill): level for skill, level in sorted(levels.items())}
