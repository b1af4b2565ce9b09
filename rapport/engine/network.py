"""`schedule(plan)`: dates, slack and the critical path by the critical path method.

The rules are those Microsoft Project documents: eight constraints honoured before links,
deadlines and late constraints in the backward pass, negative slack kept, summaries rolled up.
"""

from collections.abc import Callable
from datetime import datetime

from rapport.engine import ticks
from rapport.engine.backward import BackwardPass
from rapport.engine.critical_path import network as compiled
from rapport.engine.forward import ForwardPass, asked_start
from rapport.engine.graph import Graph, Node
from rapport.engine.plan import CircularDependency, Plan, PlanError, Schedule, ScheduledTask
from rapport.engine.slack import free_slack, total_slack

COMPLETE = 100


def schedule(plan: Plan) -> Schedule:
    """Compute where every task stands.

    Raises `CircularDependency` when tasks wait for each other, `PlanError` for a plan that
    has no answer. Compiled where that was built, else walked here; the dates are the same.
    """
    if compiled.passes():
        try:
            return compiled.Network(plan).schedule()
        except CircularDependency:
            raise
        except PlanError:
            return walked(plan)  # finds the words, or reaches further
    return walked(plan)


def walked(plan: Plan) -> Schedule:
    """The schedule by the rules as they stand in Python: what `schedule` is held against."""
    graph = Graph(plan)
    try:
        start, finish = _walk(plan, graph)
        moment = Moments().__getitem__
        tasks = tuple(_result(node, plan, moment) for node in graph.tasks)
        return Schedule(ticks.to_datetime(start), ticks.to_datetime(finish), tasks)
    except OverflowError as error:
        raise PlanError("The plan reaches further than the calendar goes.") from error


def _walk(plan: Plan, graph: Graph) -> tuple[int, int]:
    """Run the passes and return the project's start and finish."""
    start = ticks.from_datetime(plan.start)
    ForwardPass(plan, start).run(graph.order)
    if plan.from_finish and plan.finish:
        finish = ticks.from_datetime(plan.finish)
        BackwardPass(plan, finish).run(graph.order)
        start = min((node.late_start for node in graph.tasks), default=start)
        ForwardPass(plan, start).run(graph.order)
    else:
        finish = _last(graph, start)
        BackwardPass(plan, finish).run(graph.order)
    _place(graph)
    return start, finish


def _last(graph: Graph, start: int) -> int:
    active = (node.end.early_finish for node in graph.tasks if node.task.active)
    return max(active, default=start)


def _place(graph: Graph) -> None:
    """Scheduled dates: the early ones, but late for tasks that shall be as late as possible.

    A task that was moved late pushes those that wait for it, so the early dates of these are
    found again from the places taken; the early dates themselves stay as they were.
    """
    for node in graph.order:
        node.start, node.finish = node.early_start, node.early_finish
    if not any(node.task.constraint == "ALAP" for node in graph.tasks):
        return
    moved: set[int] = set()
    for node in graph.order:
        if node.children and node.end is node:
            node.start = min(child.end.start for child in node.children)
            node.finish = max(child.end.finish for child in node.children)
        elif _place_leaf(node, moved):
            moved.add(id(node))


def _place_leaf(node: Node, moved: set[int]) -> bool:
    """Place one leaf; says whether it stands later than its early dates."""
    task = node.task
    if task.actual_start or task.manual or node.children:
        return False
    if task.constraint == "ALAP":
        node.start, node.finish = node.late_start, node.late_finish
    elif any(id(edge.source) in moved for edge in node.incoming):
        begin = max(asked_start(edge, node, placed=True) for edge in node.incoming)
        node.start = max(node.start, node.span.begin(begin))
        node.finish = node.span.finish(node.start)
    return node.finish > node.early_finish


class Moments(dict[int, datetime]):
    """Ticks as local times; most occur many times in a plan."""

    def __missing__(self, tick: int) -> datetime:
        """Reckon once, then remember."""
        moment = self[tick] = ticks.to_datetime(tick)
        return moment


def _result(node: Node, plan: Plan, moment: Callable[[int], datetime]) -> ScheduledTask:
    end = node.end
    end.late_start, end.late_finish = node.late_start, node.late_finish
    total = total_slack(end)
    slack = ticks.to_minutes(total)
    task = node.task
    complete = task.percent_complete >= COMPLETE
    driver = end.driver
    return ScheduledTask(
        uid=task.uid,
        start=moment(end.start),
        finish=moment(end.finish),
        early_start=moment(end.early_start),
        early_finish=moment(end.early_finish),
        late_start=moment(node.late_start),
        late_finish=moment(node.late_finish),
        total_slack=slack,
        free_slack=ticks.to_minutes(free_slack(end, total)),
        critical=slack <= plan.critical_slack_minutes and not complete,
        summary=bool(node.children),
        driver=driver.task.uid if driver else None,
        reason=end.reason,
    )
