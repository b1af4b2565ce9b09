"""Jira's columns: their names by product and year, and the links they hold."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapport.integrations.planfiles.rows import Columns, plain

KEY = ("Issue key", "Work item key", "Key")
ID = ("Issue id", "Work item id")
KIND = ("Issue Type", "Work type", "Work item type")
SUMMARY = "Summary"
LABELS = ("Labels", "Component/s", "Components", "Sprint")
START = ("Custom field (Start date)", "Start date", "Custom field (Target start)", "Target start")
FINISH = ("Custom field (Target end)", "Target end", "Custom field (End date)", "End date")
PARENT = ("Parent key", "Parent", "Parent id", "Custom field (Parent Link)", "Parent Link")
EPIC = ("Custom field (Epic Link)", "Epic Link")

# The sentence reads "A blocks B": outward stands at A, inward ("is blocked by") at B.
_LINK = re.compile(r"(inward|outward) (?:issue|work item) link \((.+)\)$")
_LINK_KINDS = (
    (re.compile(r"(end|finish)[- ]to[- ]start|^blocks|^blocker|^preced|^dependency$"), "FS"),
    (re.compile(r"start[- ]to[- ]start"), "SS"),
    (re.compile(r"(end|finish)[- ]to[- ](end|finish)"), "FF"),
    (re.compile(r"start[- ]to[- ](end|finish)"), "SF"),
)


def is_jira(header: Sequence[str]) -> bool:
    """Whether a header is Jira's."""
    names = {plain(name) for name in header}
    keys = {plain(name) for name in KEY[:2] + ID}
    jira_only = any(plain(name) in names for name in (*KIND, "Status", "Project key"))
    return plain(SUMMARY) in names and bool(keys & names) and jira_only


@dataclass(slots=True)
class JiraColumns:
    """Where Jira's columns stand in this file."""

    columns: Columns
    named: dict[str, int | None]
    labels: tuple[int, ...]
    parents: tuple[int, ...]
    links: tuple[tuple[int, str, str], ...]

    def dated(self) -> list[int]:
        """The columns that hold dates, all in the site's one form."""
        found = (self.named[field] for field in ("start", "finish", "due", "resolved"))
        return [place for place in found if place is not None]


def find(header: Sequence[str]) -> JiraColumns:
    """The columns of a header that a plan has a place for."""
    columns = Columns(header)
    wanted = {
        "key": KEY, "id": ID, "kind": KIND, "summary": (SUMMARY,), "status": ("Status",),
        "category": ("Status Category",), "resolution": ("Resolution",), "resolved": ("Resolved",),
        "project": ("Project name",), "description": ("Description",), "start": START,
        "finish": FINISH, "due": ("Due date", "Due Date"), "estimate": ("Original estimate",),
        "left": ("Remaining Estimate",), "spent": ("Time Spent",),
    }  # fmt: skip
    named = {field: columns.first(*names) for field, names in wanted.items()}
    named["assignee"] = columns.first("Assignee")
    parents = tuple(place for name in PARENT + EPIC if (place := columns.first(name)) is not None)
    links = []
    for at, title in enumerate(header):
        found = _LINK.match(plain(title))
        kind = next(
            (kind for pattern, kind in _LINK_KINDS if found and pattern.search(found[2])), ""
        )
        if found and kind:
            columns.used.add(at)
            links.append((at, found[1], kind))
    return JiraColumns(columns, named, columns.all(*LABELS), parents, tuple(links))
