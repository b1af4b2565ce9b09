"""Reads the project files of PSPLIB and MMLIB, .sm and .mm (ProGen: Kolisch and Sprecher 1996)."""

import re
from itertools import pairwise

from bench.instances import Damaged
from rapport.engine.levelling.problem import Activity, Mode, Precedence, Problem, Resource

Row = list[int]
SECTIONS = ("PRECEDENCE", "REQUESTS", "AVAILABILITIES")


def read(text: str) -> Problem:
    """The project of a file, the empty activities that begin and end it included. Raises `Damaged`
    where a section is missing or does not tell of every activity."""
    rows = _rows(text)
    missing = [name.lower() for name in SECTIONS if not rows[name]]
    if missing:
        raise Damaged(f"it has no {missing[0]}")
    capacities = rows["AVAILABILITIES"][-1]
    counted = re.search(r"renewable\s*:\s*(\d+)", text)
    renewable = int(counted[1]) if counted else len(capacities)
    activities = [Activity(modes) for modes in _modes(rows["REQUESTS"], len(capacities), renewable)]
    _check(text, rows["PRECEDENCE"], len(activities))
    return Problem(
        activities=tuple(activities),
        precedences=tuple(
            Precedence(row[0] - 1, after - 1)
            for row in rows["PRECEDENCE"]
            for after in row[3 : 3 + row[2]]
        ),
        resources=tuple(Resource(capacity) for capacity in capacities[:renewable]),
        stocks=tuple(capacities[renewable:]),
    )


def _check(text: str, links: list[Row], activities: int) -> None:
    """Each section speaks of every activity, and each link leads to one."""
    said = re.search(r"jobs[^:\n]*:\s*(\d+)", text)
    expected = int(said[1]) if said else len(links)
    if not expected == len(links) == activities:
        told = f"{len(links)} of them are linked, {activities} need something"
        raise Damaged(f"it should have {expected} activities: {told}")
    if any(len(row) < 3 + row[2] or max(row[3:], default=1) > activities for row in links):
        raise Damaged("a link leads to no activity")


def _rows(text: str) -> dict[str, list[Row]]:
    """The lines of nothing but numbers, section by section."""
    found: dict[str, list[Row]] = {name: [] for name in SECTIONS}
    section: list[Row] = []
    for line in text.splitlines():
        section = next((found[name] for name in SECTIONS if name in line.upper()), section)
        words = line.split()
        if words and all(word.isdigit() for word in words):
            section.append([int(word) for word in words])
    return found


def _modes(rows: list[Row], resources: int, renewable: int) -> list[tuple[Mode, ...]]:
    """The first mode of an activity begins with the activity's number, the others do not."""
    begins = [place for place, row in enumerate(rows) if len(row) == 3 + resources]
    return [
        tuple(_mode(row[-1 - resources :], renewable) for row in rows[first:last])
        for first, last in pairwise([*begins, len(rows)])
    ]


def _mode(row: Row, renewable: int) -> Mode:
    return Mode(row[0], tuple(row[1 : 1 + renewable]), tuple(row[1 + renewable :]))
