"""Other ways to do tasks, and what each costs: asked of whoever knows them, which stands above."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from rapport.projects.models import Project


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
    """`of` answers for all open tasks of a project, `named` what offers are called; each in one
    query."""

    of: Callable[[Project], Sequence[Offer]]
    named: Callable[[Collection[int]], Mapping[int, str]]


_offerings: list[Offering] = []


def offering(known: Offering) -> None:
    """Say who knows other ways; there is one."""
    _offerings[:] = [known]


def offers_of(project: Project) -> list[Offer]:
    """All offers of a project, the taken ones too."""
    return [offer for known in _offerings for offer in known.of(project)]


def names_of(pks: Collection[int]) -> dict[int, str]:
    """What offers are called; those that are gone have no name."""
    return {pk: name for known in _offerings if pks for pk, name in known.named(pks).items()}
