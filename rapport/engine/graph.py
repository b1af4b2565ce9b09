"""The plan as a graph: who waits for whom, in an order that can be walked.

A leaf task is one node. A summary is two: its *gate*, which its children wait for, and its
*end*, which waits for them. Links to a summary reach the gate, links from it leave the end.
"""

from collections.abc import Iterable, Sequence

from rapport.engine import ticks
from rapport.engine.calendar import Calendars
from rapport.engine.plan import CircularDependency, Link, Plan, PlanError, Task
from rapport.engine.span import Span, Spans


class Edge:
    """One link between two nodes; the lag is ticks or, with `percent`, a share of the span."""

    __slots__ = ("elapsed", "kind", "lag", "source", "target")

    def __init__(self, link: Link, source: "Node", target: "Node") -> None:
        self.kind = link.kind
        self.source, self.target = source, target
        self.lag, self.elapsed = lag_of(link, source)


class Node:
    """A task, or one of the two sides of a summary, with the dates found so far."""

    __slots__ = (
        "asked_start",
        "children",
        "driver",
        "early_finish",
        "early_start",
        "end",
        "finish",
        "incoming",
        "late_finish",
        "late_start",
        "outgoing",
        "parent",
        "reason",
        "span",
        "start",
        "task",
        "waiting",
    )

    def __init__(self, task: Task, span: Span) -> None:
        self.task, self.span = task, span
        self.parent: Node | None = None
        self.children: Sequence[Node] = ()
        self.end: Node = self
        self.incoming: list[Edge] = []
        self.outgoing: list[Edge] = []
        self.early_start = self.early_finish = self.late_start = self.late_finish = 0
        self.start = self.finish = 0
        # What the links asked for where a constraint was honoured against them.
        self.asked_start: int | None = None
        self.driver: Node | None = None
        self.reason = "start"
        self.waiting = 0

    def followers(self) -> Iterable["Node"]:
        """The nodes that can be dated only after this one."""
        for edge in self.outgoing:
            yield edge.target
        if self.end is not self:
            yield from self.children
        elif self.parent is not None:
            yield self.parent.end


class Graph:
    """All nodes: `tasks` in the plan's order (gates for summaries), `order` to be walked."""

    def __init__(self, plan: Plan) -> None:
        calendars = Calendars(plan.calendars)
        self.project = calendars.table(plan.calendar)
        spans = Spans(plan, calendars)
        self.tasks = [Node(task, spans.of(task)) for task in plan.tasks]
        self.by_uid = {node.task.uid: node for node in self.tasks}
        if len(self.by_uid) != len(self.tasks):
            raise PlanError("Two tasks of the plan have the same id.")
        self._nest()
        for link in plan.links:
            self._connect(link)
        self.order = self._sorted()

    def _nest(self) -> None:
        families: dict[str, list[Node]] = {}
        for node in self.tasks:
            parent = self.by_uid.get(node.task.parent) if node.task.parent else None
            if parent is not None and parent is not node:
                node.parent = parent
                families.setdefault(parent.task.uid, []).append(node)
                node.waiting += 1
        for uid, children in families.items():
            node = self.by_uid[uid]
            node.children = children
            node.end = Node(node.task, node.span)
            node.end.parent, node.end.children = node.parent, children
            node.end.waiting = len(children)

    def _connect(self, link: Link) -> None:
        source, target = self.by_uid.get(link.predecessor), self.by_uid.get(link.successor)
        if source is None or target is None:
            return
        if not (source.task.active and target.task.active):
            return
        edge = Edge(link, source.end, target)
        source.end.outgoing.append(edge)
        target.incoming.append(edge)
        target.waiting += 1

    def _sorted(self) -> list[Node]:
        everyone = self.tasks + [node.end for node in self.tasks if node.children]
        order = [node for node in everyone if not node.waiting]
        for node in order:  # grows while it is walked
            for follower in node.followers():
                follower.waiting -= 1
                if not follower.waiting:
                    order.append(follower)
        if len(order) < len(everyone):
            raise _circle([node for node in everyone if node.waiting])
        return order


def lag_of(link: Link, source: Node) -> tuple[int, bool]:
    """The lag in ticks, and whether it is elapsed time."""
    if not link.lag:
        return 0, False
    if link.lag_kind == "percent":
        return round(source.span.ticks * link.lag / 100), link.lag_elapsed
    return ticks.from_minutes(link.lag), link.lag_kind == "elapsed"


def _circle(stuck: list[Node]) -> CircularDependency:
    """Walk backwards among nodes that wait for each other until one comes again."""
    members = set(map(id, stuck))
    before: dict[int, Node] = {}
    for node in stuck:
        for follower in node.followers():
            if id(follower) in members:
                before[id(follower)] = node
    path: list[Node] = []
    seen: set[int] = set()
    node = stuck[0]
    while id(node) not in seen:
        seen.add(id(node))
        path.append(node)
        node = before[id(node)]
    circle = path[next(at for at, step in enumerate(path) if step is node) :][::-1]
    tasks = list(dict.fromkeys((step.task.uid, step.task.name) for step in circle))
    first = min(range(len(tasks)), key=lambda at: tasks[at][0])
    tasks = tasks[first:] + tasks[:first]
    return CircularDependency(
        tuple(uid for uid, _ in tasks), tuple(name or uid for uid, name in tasks)
    )
