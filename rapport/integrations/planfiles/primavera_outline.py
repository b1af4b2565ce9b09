"""The work breakdown of a Primavera file as one outline: nodes that hold work, and activities."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapport.integrations.planfiles.primavera_records import Activity, Project, Wbs

PREFIX = "wbs-"  # nodes and activities are numbered apart


@dataclass(frozen=True, slots=True)
class Node:
    """One line of the outline: an activity, or a node of the breakdown."""

    uid: str
    name: str
    wbs: str
    parent: str | None
    activity: Activity | None = None


def outline(
    wbs: Iterable[Wbs], activities: Iterable[Activity], whole: Mapping[str, Project]
) -> list[Node]:
    """Nodes in their order, each before what is in it; those without work are left out.

    The node of the project itself is left out where the file holds one project only.
    """
    known = {node.uid: node for node in wbs}
    work: dict[str, list[Activity]] = {}
    for activity in activities:
        work.setdefault(activity.wbs if activity.wbs in known else "", []).append(activity)
    parents = {uid: _parents(uid, known) for uid in work if uid}
    used = set(parents) | {above for line in parents.values() for above in line}
    tops = {uid for uid in used if known[uid].is_project and len(whole) == 1}
    below: dict[str, list[Wbs]] = {}
    for uid in used - tops:
        is_placed = known[uid].parent in used - tops and uid not in _parents(uid, known)
        below.setdefault(known[uid].parent if is_placed else "", []).append(known[uid])
    for parts in below.values():
        parts.sort(key=lambda node: (node.order, node.uid))
    for top in tops:
        work.setdefault("", []).extend(work.pop(top, ()))
    return _walk(below, work)


def _parents(uid: str, known: Mapping[str, Wbs]) -> list[str]:
    """The nodes above one. Where they are part of each other, it stands among them itself."""
    found: list[str] = []
    above = known[uid].parent
    while above in known and above not in found:
        found.append(above)
        above = known[above].parent
    return found


def _walk(below: Mapping[str, list[Wbs]], work: Mapping[str, list[Activity]]) -> list[Node]:
    found: list[Node] = []
    waiting: list[tuple[str, str | None, str]] = [("", None, "")]
    while waiting:
        uid, parent, path = waiting.pop()
        own = f"{PREFIX}{uid}" if uid else None
        if uid:
            name = next(node.name for node in below[parent or ""] if node.uid == uid)
            above = f"{PREFIX}{parent}" if parent else None
            found.append(Node(own or "", name or path, path, above))
        found += [
            Node(one.uid, one.name or one.code, one.code, own, one)
            for one in sorted(work.get(uid, ()), key=lambda one: (one.code, one.uid))
        ]
        parts = below.get(uid, ())
        waiting += [
            (part.uid, uid or None, f"{path}.{part.code}" if path else part.code)
            for part in reversed(parts)
        ]
    return found
