"""The baselines of a Primavera file as those of its outline.

A baseline is a copy of the project in which everything has another number: an activity is known
again by its code. What holds work spans what it holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from rapport.integrations.planfiles import primavera_records as p6
from rapport.integrations.planfiles.primavera_outline import Node
from rapport.integrations.planfiles.records import PlanBaseline, PlanBaselineTask

Rows = dict[str, PlanBaselineTask]


def baselines(
    found: p6.Contents, nodes: Sequence[Node], main: p6.Project
) -> tuple[tuple[PlanBaseline, ...], int]:
    """Those that date an activity of the plan, numbered from the latest on, and the number of the
    one that the main project is compared with. The others are counted as left out."""
    planned: dict[str, list[p6.Planned]] = {}
    for row in found.planned:
        planned.setdefault(row.baseline, []).append(row)
    uids, parents = _by_code(nodes), {node.uid: node.parent for node in nodes}
    kept: list[PlanBaseline] = []
    compared = 0
    for one in sorted(found.baselines, key=_moment, reverse=True):
        rows = dict(_rows(planned.get(one.uid, ()), uids.get(one.project, {})))
        if rows:
            compared = len(kept) if one.uid == main.baseline else compared
            kept.append(PlanBaseline(len(kept), _spanning(rows, parents), one.name))
    if len(kept) < len(found.baselines):
        found.left_out["baselines"] = len(found.baselines) - len(kept)
    return tuple(kept), compared


def _moment(one: p6.Baseline) -> str:
    return one.saved.isoformat() if one.saved else ""


def _by_code(nodes: Sequence[Node]) -> dict[str, dict[str, str]]:
    """By project, the uid of each of its activities by its code."""
    found: dict[str, dict[str, str]] = {}
    for node in nodes:
        if node.activity and node.activity.code:
            found.setdefault(node.activity.project, {})[node.activity.code] = node.uid
    return found


def _rows(
    planned: Sequence[p6.Planned], uids: Mapping[str, str]
) -> Iterator[tuple[str, PlanBaselineTask]]:
    for one in planned:
        if one.code in uids:
            task = PlanBaselineTask(one.start, one.finish, one.duration, one.work)
            yield uids[one.code], task


def _spanning(rows: Rows, parents: Mapping[str, str | None]) -> Rows:
    """The rows, and one for each node that holds any of them."""
    spans: dict[str, tuple[datetime, datetime]] = {}
    for uid, row in rows.items():
        above = parents[uid]
        while above is not None:
            first, last = spans.get(above, (row.start, row.finish))
            spans[above] = min(first, row.start), max(last, row.finish)
            above = parents[above]
    return {**rows, **{uid: PlanBaselineTask(*span) for uid, span in spans.items()}}
