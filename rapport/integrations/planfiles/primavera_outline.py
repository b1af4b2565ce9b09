"""The work breakdown of a Primavera file as one outline: nodes that hold work, and activities."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapport.integrations.planfiles.primavera_records import Activity, Project, Wbs

PREFIX = "wbs-"  # nodes and activities are numbered apart
LONGEST_PATH = 200  # characters; of a breakdown in which every part has one part, and so on


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
    known = {node.uid: node for node in wbs if node.uid}
    work: dict[str, list[Activity]] = {}
    for activity in activities:
        work.setdefault(activity.wbs if activity.wbs in known else "", []).append(activity)
    used = _used(work, known)
    tops = {uid for uid in used if known[uid].is_project and len(whole) == 1}
    turning = _in_circles(used, known)
    below: dict[str, list[Wbs]] = {}
    for uid in used - tops:
        is_placed = known[uid].parent in used - tops and uid not in turning
        below.setdefault(known[uid].parent if is_placed else "", []).append(known[uid])
    for parts in below.values():
        parts.sort(key=lambda node: (node.order, node.uid))
    for top in tops:
        work.setdefault("", []).extend(work.pop(top, ()))
    return _walk(below, work)


def _used(work: Iterable[str], known: Mapping[str, Wbs]) -> set[str]:
    """The nodes that hold work, and all above them."""
    used: set[str] = set()
    for uid in work:
        while uid in known and uid not in used:
            used.add(uid)
            uid = known[uid].parent
    return used


def _in_circles(used: Iterable[str], known: Mapping[str, Wbs]) -> set[str]:
    """The nodes that are part of themselves, each looked at once."""
    turning: set[str] = set()
    seen: set[str] = set()
    for uid in used:
        line: dict[str, None] = {}
        while uid in known and uid not in seen:
            seen.add(uid)
            line[uid] = None
            uid = known[uid].parent
        if uid in line:
            listed = list(line)
            turning.update(listed[listed.index(uid) :])
    return turning


def _walk(below: dict[str, list[Wbs]], work: dict[str, list[Activity]]) -> list[Node]:
    """Top to bottom. What is in a node is handed out once, so that the walk comes to its end
    whatever the file says."""
    found: list[Node] = []
    waiting: list[tuple[Wbs | None, str | None, str]] = [(None, None, "")]
    while waiting:
        node, above, path = waiting.pop()
        uid = node.uid if node else ""
        own = f"{PREFIX}{uid}" if node else None
        if node and own:
            found.append(Node(own, node.name or path, path, above))
        found += [
            Node(one.uid, one.name or one.code, one.code, own, one)
            for one in sorted(work.pop(uid, ()), key=lambda one: (one.code, one.uid))
        ]
        waiting += [
            (part, own, f"{path}.{part.code}"[:LONGEST_PATH] if path else part.code)
            for part in reversed(below.pop(uid, []))
        ]
    return found
