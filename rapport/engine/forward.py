"""The forward pass: the earliest each task can begin and end."""

from rapport.engine import ticks
from rapport.engine.graph import Edge, Node
from rapport.engine.lag import later
from rapport.engine.plan import Plan, Task

# Constraints that date a task by themselves, even before the project's start.
DATED = ("SNET", "FNET", "MSO", "MFO")
NO_BOUND = -(1 << 60)


class ForwardPass:
    """Walks the nodes in order and sets their early dates, drivers and reasons."""

    def __init__(self, plan: Plan, start: int) -> None:
        self._honor = plan.honor_constraints
        self._start = start

    def run(self, order: list[Node]) -> None:
        """Date every node; predecessors come first in `order`."""
        for node in order:
            if node.end is not node:
                self._gate(node)
            elif node.children:
                _gather(node)
            else:
                self._leaf(node)

    def _gate(self, node: Node) -> None:
        """How early the children of a summary may begin."""
        task = node.task
        bound = self._bound(node)
        if task.manual and task.start:
            node.early_start = node.early_finish = ticks.from_datetime(task.start)
            node.driver, node.reason = None, "manual"
            return
        if task.constraint in DATED and task.constraint_at:
            at = ticks.from_datetime(task.constraint_at)
            if at > bound:
                bound, node.driver, node.reason = at, None, "constraint"
        node.early_start = node.early_finish = bound

    def _leaf(self, node: Node) -> None:
        task = node.task
        if task.manual and task.start and task.finish:
            _pin(node, task, "manual")
        elif task.actual_start:
            _started(node, task)
        else:
            begin = self._bound(node)
            if task.constraint_at and task.constraint not in ("ASAP", "ALAP"):
                begin = self._constrained(node, begin)
            else:
                begin = node.span.begin(begin)
            if task.delay_minutes:
                begin = node.span.begin(begin + ticks.from_minutes(task.delay_minutes))
            node.early_start = begin
            node.early_finish = node.span.finish(begin)
            if node.reason == "link":
                _keep_asked_finish(node)

    def _bound(self, node: Node) -> int:
        """The latest of what parent and predecessors ask for as a start.

        The project's start binds only tasks that nothing else dates: a task with predecessors
        or a date of its own may stand before it.
        """
        node.driver, node.reason = None, "start"
        bound: int | None = None
        if node.parent is not None and node.parent.reason != "start":
            bound = node.parent.early_start
            node.driver, node.reason = node.parent.driver, node.parent.reason
        for edge in node.incoming:
            asked = asked_start(edge, node)
            if bound is None or asked > bound:
                bound = asked
                node.driver, node.reason = edge.source, "link"
        if bound is None:
            return self._start if node.task.constraint not in DATED else NO_BOUND
        return bound

    def _constrained(self, node: Node, begin: int) -> int:
        """The start after the task's own constraint; dates that bind backwards are honoured."""
        task, span = node.task, node.span
        at = ticks.from_datetime(task.constraint_at) if task.constraint_at else begin
        kind = task.constraint
        begin = span.begin(begin) if begin != NO_BOUND else begin
        wanted = span.begin(at) if kind in ("SNET", "SNLT", "MSO") else span.start(span.end(at))
        if kind in ("SNET", "FNET"):
            moved = max(begin, wanted)
        elif kind in ("MSO", "MFO"):
            moved = wanted if self._honor else max(begin, wanted)
        else:
            moved = min(begin, wanted) if self._honor else begin
        if moved < begin:
            node.asked_start = begin
        if moved != begin:
            node.driver, node.reason = None, "constraint"
        return moved


def _keep_asked_finish(node: Node) -> None:
    """A finish that a start asks for is that start, not the end of the period before it."""
    for edge in node.incoming:
        if edge.kind == "SF":
            asked = later(edge, edge.source.early_start, node.span)
            if asked > node.early_finish and not node.span.between(node.early_finish, asked):
                node.early_finish = asked


def asked_start(edge: Edge, node: Node, *, placed: bool = False) -> int:
    """The start that one link asks of a node, by its predecessor's early or placed dates."""
    source, span = edge.source, node.span
    if edge.kind in ("FS", "FF"):
        at = source.finish if placed else source.early_finish
    else:
        at = source.start if placed else source.early_start
    at = later(edge, at, span)
    return at if edge.kind in ("FS", "SS") else span.start(span.end(at))


def _gather(node: Node) -> None:
    """A summary reaches from its first child's start to its last child's finish.

    A manual one keeps its own dates; its children begin no earlier than it does.
    """
    task = node.task
    if task.manual and task.start and task.finish:
        _pin(node, task, "manual")
        return
    children = [child.end for child in node.children if child.task.active] or [
        child.end for child in node.children
    ]
    node.early_start = min(child.early_start for child in children)
    node.early_finish = max(child.early_finish for child in children)
    node.reason = "children"


def _pin(node: Node, task: Task, reason: str) -> None:
    if task.start and task.finish:
        node.early_start = ticks.from_datetime(task.start)
        node.early_finish = ticks.from_datetime(task.finish)
    node.driver, node.reason = None, reason


def _started(node: Node, task: Task) -> None:
    """A started task keeps its actual start; what remains follows its resume date."""
    node.driver, node.reason = None, "actual"
    if task.actual_start is None:
        return
    node.early_start = start = ticks.from_datetime(task.actual_start)
    if task.actual_finish:
        node.early_finish = ticks.from_datetime(task.actual_finish)
    elif node.span.left:
        node.early_finish = max(
            part.after(part.begin(since), length) for part, since, length in node.span.left
        )
    elif task.resume and (left := task.left_minutes()) is not None and _was_paused(node, task):
        resumed = node.span.begin(ticks.from_datetime(task.resume))
        node.early_finish = node.span.after(resumed, ticks.from_minutes(left))
    else:
        node.early_finish = node.span.finish(start)


def _was_paused(node: Node, task: Task) -> bool:
    """Whether working time lies between stop and resume; without a stop there is no telling."""
    if task.stop is None or task.resume is None:
        return True
    stop, resume = ticks.from_datetime(task.stop), ticks.from_datetime(task.resume)
    return node.span.between(stop, resume) != 0
