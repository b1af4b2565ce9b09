"""The set-up checklist: each app adds its step; shown until all are done or it is dismissed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from rapport.accounts.models import Member
from rapport.lib.roles import ADMINS
from rapport.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a new company does: what, why, where, and whether it is done."""

    order: int
    label: str | Promise
    note: str | Promise
    url_name: str
    done: Callable[[Workspace], bool]


@dataclass(frozen=True, slots=True)
class StepNow:
    """A step as it stands."""

    step: Step
    is_done: bool


_steps: list[Step] = []


def step(entry: Step) -> None:
    """Add a step; called once from the app's urls module."""
    if all(known.url_name != entry.url_name for known in _steps):
        _steps.append(entry)
        _steps.sort(key=lambda known: known.order)


def steps(workspace: Workspace) -> list[StepNow]:
    """All steps of a workspace with their state."""
    return [StepNow(entry, entry.done(workspace)) for entry in _steps]


def open_steps(member: Member) -> list[StepNow]:
    """The steps to show this member: none for those who cannot do them, or once all is done."""
    workspace = member.workspace
    if member.role not in ADMINS or workspace.is_demo or workspace.checklist_dismissed_at:
        return []
    now_steps = steps(workspace)
    return [] if all(entry.is_done for entry in now_steps) else now_steps
