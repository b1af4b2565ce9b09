"""Checks 1 to 4: whether tasks are linked, and how."""

from collections.abc import Sequence

from rapport.engine.plan import Link
from rapport.engine.plan_checks.examination import Examination
from rapport.engine.plan_checks.finding import Finding, Hint, at_most

UNLINKED, LEADS, LAGS, PLAIN = 0.05, 0.0, 0.05, 0.9


def logic(plan: Examination) -> Finding:
    """Work without a predecessor or without a successor: at most 5 % of what is open."""
    after = {link.successor for link in plan.plan.links}
    before = {link.predecessor for link in plan.plan.links}
    hints = []
    for task in plan.open_work:
        for code, linked in (("logic.no_predecessor", after), ("logic.no_successor", before)):
            if task.uid not in linked:
                through = any(uid in linked for uid in plan.above(task.uid))
                hints.append(Hint(code, task.uid, {"summary_is_linked": through}))
    return at_most("logic", UNLINKED, hints, len(plan.open_work))


def leads(plan: Examination) -> Finding:
    """Links with a negative lag: none."""
    found = [link for link in plan.links if link.lag < 0]
    return _of_links("leads", LEADS, found, plan)


def lags(plan: Examination) -> Finding:
    """Links with a positive lag: at most 5 %."""
    found = [link for link in plan.links if link.lag > 0]
    return _of_links("lags", LAGS, found, plan)


def relationship_types(plan: Examination) -> Finding:
    """Links from finish to start: at least 90 %."""
    others = [link for link in plan.links if link.kind != "FS"]
    total = len(plan.links)
    share = 1 - len(others) / total if total else 1.0
    hints = _hints("relationship_types", others)
    return Finding("relationship_types", share, PLAIN, True, len(others), total, hints)


def _of_links(code: str, limit: float, found: Sequence[Link], plan: Examination) -> Finding:
    total = len(plan.links)
    share = len(found) / total if total else 0.0
    return Finding(code, share, limit, False, len(found), total, _hints(code, found))


def _hints(code: str, links: Sequence[Link]) -> tuple[Hint, ...]:
    return tuple(
        Hint(
            f"{code}.{link.kind}",
            link.successor,
            {"predecessor": link.predecessor, "lag": link.lag, "unit": link.lag_kind},
        )
        for link in links
    )
