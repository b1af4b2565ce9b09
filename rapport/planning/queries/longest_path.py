"""What decides when a plan ends: from its last task back, each by the one it waits for."""

from collections.abc import Iterable, Mapping

from rapport.planning.queries.outlined import PlanRow


def longest_path(rows: Iterable[PlanRow]) -> list[PlanRow]:
    """The chain of tasks up to the one that ends last, the first one first; rows of a whole plan.

    Whoever waits for a summary waits for the one of its tasks that ends last. Nothing shorter
    than this chain can bring the finish forward.
    """
    dated = {row.pk: row for row in rows if row.start and row.finish and row.active}
    leaves = [row for row in dated.values() if not row.summary]
    last = max(leaves, key=_end, default=None)
    path: list[PlanRow] = []
    while last is not None and last not in path:
        path.append(last)
        last = _decisive(dated.get(last.driver or 0), dated)
    return path[::-1]


def _decisive(row: PlanRow | None, dated: Mapping[int, PlanRow]) -> PlanRow | None:
    if row is None or not row.summary:
        return row
    below = [one for one in dated.values() if not one.summary and _is_under(one, row, dated)]
    return max(below, key=_end, default=None)


def _is_under(row: PlanRow, summary: PlanRow, dated: Mapping[int, PlanRow]) -> bool:
    above: PlanRow | None = row
    while above is not None and above.pk != summary.pk:
        above = dated.get(above.parent or 0)
    return above is not None


def _end(row: PlanRow) -> tuple[object, ...]:
    return row.finish, row.start, row.number
