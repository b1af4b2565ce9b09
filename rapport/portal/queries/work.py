"""Where the work of a project stands, as a few steps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rapport.planning.queries.shown_work import Piece

MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone on the way: done, now, or ahead."""

    name: str
    state: str


def steps(shown: Sequence[Piece]) -> list[Step]:
    """A few milestones around where we are now."""
    milestones = [piece for piece in shown if piece.is_milestone]
    milestones.sort(key=lambda piece: (not piece.is_done, piece.finish or date.max))
    here = next((n for n, piece in enumerate(milestones) if not piece.is_done), len(milestones))
    first = max(min(here - 2, len(milestones) - MOST_STEPS), 0)
    states = {True: "done", False: ""}
    return [
        Step(piece.name, "now" if number == here else states[piece.is_done])
        for number, piece in enumerate(milestones)
    ][first : first + MOST_STEPS]
