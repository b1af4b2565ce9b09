"""Slack: how far a task can move without moving its successors, or the project."""

from rapport.engine.graph import Edge, Node
from rapport.engine.lag import earlier


def total_slack(node: Node) -> int:
    """The smaller of start and finish slack, in the task's working time.

    A constraint that was honoured against the links leaves less than none.
    """
    finish = node.span.between(node.early_finish, node.late_finish)
    if node.task.actual_start or node.task.manual:
        return finish
    start = node.early_start if node.asked_start is None else node.asked_start
    return min(finish, node.span.between(start, node.late_start))


def free_slack(node: Node, total: int) -> int:
    """How far a task can slip before the first of its successors does; never more than total."""
    if node.task.actual_finish:
        return 0
    worked = node.span.time.worked
    free = min(total, worked(node.late_finish) - worked(node.early_finish))
    for edge in node.end.outgoing:
        if not edge.target.task.actual_finish:
            free = min(free, gap(edge, node))
    return max(0, free)


def gap(edge: Edge, node: Node) -> int:
    """Working time between what the link asks of its successor and where that stands."""
    target, span = edge.target, node.span
    if edge.kind in ("FS", "SS"):
        latest = earlier(edge, target.early_start, target.span)
    else:
        latest = earlier(edge, target.early_finish, target.span)
    own = node.early_finish if edge.kind in ("FS", "FF") else node.early_start
    return span.between(own, latest)
