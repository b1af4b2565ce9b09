"""Several acts under one name: kept, run as one, and taken back as one."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.models.event import UNDONE_WITHIN
from rapport.events.operations.stream import publish
from rapport.inbox import events
from rapport.inbox.macro_actions import Action, action_of
from rapport.inbox.models import Conversation, Macro, MacroRun
from rapport.inbox.models.macro import MOST_STEPS
from rapport.inbox.operations.templates import Kept, NotKept
from rapport.inbox.variables import Setting
from rapport.lib.refusal import Refused

Steps = list[dict[str, str]]


class MayNot(Refused):
    """An act of it is not allowed to whoever runs it; so nothing of it is done."""


class NotUndone(Refused):
    """It was run too long ago."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A macro as its form says it."""

    kept: Kept
    steps: Steps


@transaction.atomic
def make(planned: Planned, *, by: Member, at: datetime) -> Macro:
    """Keep a new one."""
    columns = planned.kept.columns(by, at)
    macro = Macro(workspace_id=by.workspace_id, steps=_checked(planned), **columns)
    macro.save(force_insert=True)
    publish(events.MACRO_MADE, subject=macro, by=by, at=at)
    return macro


@transaction.atomic
def change(macro: Macro, *, to: Planned, by: Member, at: datetime) -> None:
    """Call it otherwise, or have it do something else."""
    rows = Macro.objects.filter(pk=macro.pk)
    rows.update(steps=_checked(to), **to.kept.columns(by, at))
    publish(events.MACRO_CHANGED, subject=macro, by=by, at=at)


@transaction.atomic
def run(macro: Macro, conversation: Conversation, setting: Setting) -> MacroRun:
    """Do all of it, in its order; if anything is refused, nothing is done."""
    done = []
    for step, action in plan(macro, setting.by):
        before = action.run(conversation, step["value"], setting)
        if before is not None:
            done.append([action.key, before])
    row = MacroRun(
        workspace_id=conversation.workspace_id, macro=macro, conversation=conversation,
        by=setting.by, at=setting.at, done=done,
    )  # fmt: skip
    row.save(force_insert=True)
    Macro.objects.filter(pk=macro.pk).update(used=F("used") + 1, used_at=setting.at)
    _publish(events.MACRO_RUN, row, conversation, setting)
    return row


@transaction.atomic
def undo(row: MacroRun, conversation: Conversation, setting: Setting) -> None:
    """Take all of it back within an hour, the last act first; what somebody else has changed since
    is left."""
    if setting.at - row.at > UNDONE_WITHIN:
        raise NotUndone(_("This cannot be undone any more."))
    rows = MacroRun.objects.filter(pk=row.pk, by=setting.by, undone_at=None)
    if not rows.update(undone_at=setting.at):
        return
    for key, before in reversed(row.done):
        if action := action_of(key):
            action.undo(conversation, before, setting)
    _publish(events.MACRO_UNDONE, row, conversation, setting)


def rehearse(macro: Macro, conversation: Conversation, setting: Setting) -> list[str]:
    """Run it and take back what it wrote: the keys of the acts that would change something."""
    with transaction.atomic():
        row = run(macro, conversation, setting)
        transaction.set_rollback(True)
    return [key for key, _before in row.done]


def plan(macro: Macro, by: Member) -> list[tuple[dict[str, str], Action]]:
    """Its steps with the acts behind them; refused where one is not allowed to them."""
    found = [(step, action_of(step["act"])) for step in macro.steps]
    known = [(step, action) for step, action in found if action is not None]
    for _step, action in known:
        if not action.permission.held_by(by.role):
            said = _("You may not do this: %(act)s. Nothing was done.")
            raise MayNot(said % {"act": action.label})
    return known


def _checked(planned: Planned) -> Steps:
    if not planned.steps:
        raise NotKept(_("Choose something that it does."))
    return planned.steps[:MOST_STEPS]


def _publish(verb: str, row: MacroRun, conversation: Conversation, setting: Setting) -> None:
    facts = {"number": conversation.number, "macro": row.macro_id, "run": row.pk}
    publish(verb, subject=conversation, by=setting.by, at=setting.at, facts=facts)
