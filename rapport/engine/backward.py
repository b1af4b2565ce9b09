"""The backward pass: the latest each task can begin and end without moving the project's end."""

from rapport.engine import ticks
from rapport.engine.graph import Edge, Node
from rapport.engine.lag import earlier
from rapport.engine.plan import Plan


class BackwardPass:
    """Walks the nodes in reverse and sets their late dates."""

    def __init__(self, plan: Plan, finish: int) -> None:
        self._finish = finish
        self._own_ends = plan.multiple_critical_paths
        self._honor = plan.honor_constraints

    def run(self, order: list[Node]) -> None:
        """Date every node; successors come last in `order`."""
        for node in reversed(order):
            if node.end is not node:
                _spread(node)
            elif node.children:
                self._end(node)
            else:
                self._leaf(node)

    def _end(self, node: Node) -> None:
        """How late the children of a summary may end, by its successors and deadline.

        A manual summary leaves them no more room than it and they take up.
        """
        bound = self._limits(node, self._bound(node))
        if node.task.manual:
            taken = max(child.end.early_finish for child in node.children)
            bound = min(bound, max(taken, node.early_finish))
        node.late_finish = node.late_start = bound

    def _leaf(self, node: Node) -> None:
        task = node.task
        if task.actual_finish:
            node.late_start, node.late_finish = node.early_start, node.early_finish
            return
        limit = self._limits(node, self._bound(node))
        if task.manual:
            _place_manual(node, limit)
            return
        finish = node.span.end(limit)
        start = node.span.start(finish)
        if task.constraint_at and task.constraint in ("SNLT", "MSO"):
            at = node.span.begin(ticks.from_datetime(task.constraint_at))
            if task.constraint == "MSO" or at < start:
                start, finish = at, node.span.finish(at)
        if task.actual_start:
            start = node.early_start
        node.late_start, node.late_finish = start, finish

    def _bound(self, node: Node) -> int:
        """The earliest of what the project's end, the summary and the successors leave."""
        bound = node.early_finish if self._own_ends and not node.outgoing else self._finish
        if node.parent is not None and node.parent.end.late_finish < bound:
            bound = node.parent.end.late_finish
        for edge in node.outgoing:
            if binds(edge, node):
                left = left_finish(edge, node)
                if left < bound:
                    bound = left
        return bound

    def _limits(self, node: Node, bound: int) -> int:
        """The bound after the task's deadline and its own latest finish."""
        task = node.task
        if task.deadline:
            bound = min(bound, ticks.from_datetime(task.deadline))
        if task.constraint_at and task.constraint in ("FNLT", "MFO"):
            at = ticks.from_datetime(task.constraint_at)
            bound = at if task.constraint == "MFO" else min(bound, at)
        return bound


def binds(edge: Edge, node: Node) -> bool:
    """Whether a link limits how late its predecessor can be.

    What is done waits for nobody any more, and the start of a manual task follows no link.
    """
    if edge.target.task.actual_finish:
        return False
    return not (node.task.manual and edge.kind in ("SS", "SF"))


def left_finish(edge: Edge, node: Node) -> int:
    """The latest finish that one link leaves to its predecessor."""
    target = edge.target
    late = late_begin(target) if edge.kind in ("FS", "SS") else target.late_finish
    left = earlier(edge, late, target.span)
    if edge.kind in ("FS", "FF"):
        return left
    return node.span.finish(node.span.begin(left))


def late_begin(node: Node) -> int:
    """By when predecessors must be done: the latest start, less the levelling delay.

    A task in progress needs them when it resumes.
    """
    task = node.task
    if task.actual_start and task.resume and not node.children:
        return max(node.early_start, ticks.from_datetime(task.resume))
    if task.delay_minutes and not task.actual_start:
        return node.late_start - ticks.from_minutes(task.delay_minutes)
    return node.late_start


def _place_manual(node: Node, limit: int) -> None:
    """A manual task keeps its limit as it is, and begins so late only as it has room for."""
    node.late_finish = limit
    start = node.span.start(limit)
    node.late_start = max(start, node.early_start) if limit >= node.early_finish else start


def _spread(node: Node) -> None:
    """A summary's late dates are those of its children."""
    node.late_start = min(child.late_start for child in node.children)
    node.late_finish = max(child.late_finish for child in node.children)
