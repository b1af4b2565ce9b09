"""Other ways to do tasks, and what each costs: asked of whoever knows them, which stands above."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapport.projects.models import Project

# By task, all that is noted of each of its ways, as JSON has it.
Written = Mapping[int, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Offer:
    """A task done in another way: how long it takes then, how much work of ours it is, both in
    minutes, and what it costs on top, in minor units."""

    pk: int
    task: int
    minutes: int
    work: int
    price: int
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Offering:
    """`of` answers for all open tasks of a project, `named` what offers are called, `written` all
    that is known of each; each in one query. `noted` notes what was written for other tasks."""

    of: Callable[[Project], Sequence[Offer]]
    named: Callable[[Collection[int]], Mapping[int, str]]
    written: Callable[[Project], Written]
    noted: Callable[[Project, Written, datetime], None]


_offerings: list[Offering] = []


def offering(known: Offering) -> None:
    """Say who knows other ways; there is one."""
    _offerings[:] = [known]


def offers_of(project: Project) -> list[Offer]:
    """All offers of a project, the taken ones too."""
    return [offer for known in _offerings for offer in known.of(project)]


def written_offers(project: Project) -> dict[int, Sequence[Mapping[str, Any]]]:
    """All that is known of the ways to do a project's tasks, for a plan that begins like it."""
    return {pk: ways for known in _offerings for pk, ways in known.written(project).items()}


def note_offers(project: Project, written: Written, *, at: datetime) -> None:
    """Let tasks of a project be done in these ways too."""
    for known in _offerings:
        known.noted(project, written, at)


def names_of(pks: Collection[int]) -> dict[int, str]:
    """What offers are called; those that are gone have no name."""
    return {pk: name for known in _offerings if pks for pk, name in known.named(pks).items()}
