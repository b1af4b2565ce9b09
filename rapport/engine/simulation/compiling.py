"""From a plan to the steps of its network."""

from datetime import datetime

from rapport.engine import ticks
from rapport.engine.forward import DATED
from rapport.engine.graph import Edge, Graph, Node
from rapport.engine.network import schedule
from rapport.engine.plan import Link, Plan
from rapport.engine.simulation.steps import Arrow, Network, Part, Step, Use
from rapport.engine.simulation.study import Study
from rapport.engine.simulation.work import Work, epoch_of, tick_of


def compiled(study: Study) -> Network:
    """The steps of a study's plan, begun where the plan begins or its finish asks for.

    Raises `CircularDependency` and `PlanError` as `schedule` does.
    """
    plan = study.plan
    start = schedule(plan).start if plan.from_finish else plan.start
    risky = (risk.tasks for risk in study.risks if risk.delay)
    return network(plan, start, frozenset(uid for tasks in risky for uid in tasks))


def network(plan: Plan, start: datetime, longer: frozenset[str] = frozenset()) -> Network:
    """The plan's steps; tasks in `longer` may take time although they are planned to take none.

    Raises `CircularDependency` when tasks wait for each other.
    """
    compiler = _Compiler(plan, longer)
    steps = compiler.steps()
    uses: set[Use] = {(plan.calendar,), *(step.use for step in steps)}
    for step in steps:
        uses |= {part.use for part in step.parts} | {rest.use for rest in step.rests}
    epoch = epoch_of(plan)
    begin = ticks.from_datetime(start) - epoch
    return Network(steps, epoch, begin, plan.honor_constraints, frozenset(uses - {()}))


class _Compiler:
    def __init__(self, plan: Plan, longer: frozenset[str]) -> None:
        self._plan, self._longer, self._epoch = plan, longer, epoch_of(plan)
        graph = Graph(plan)
        self._order = graph.order
        self._place = {id(node): place for place, node in enumerate(graph.order)}
        self._links = _links_to(plan)
        self._free: set[int] = set()  # gates that nothing but the project's start binds

    def steps(self) -> tuple[Step, ...]:
        return tuple(self._step(node) for node in self._order)

    def _step(self, node: Node) -> Step:
        task = node.task
        step = Work(self._plan, task)
        gate = self._place[id(node.parent)] if node.parent is not None else None
        bound = gate is not None and gate not in self._free
        links = self._links.get(task.uid, []) if node.incoming else []
        arrows = tuple(map(self._arrow, node.incoming, links))
        if node.end is not node and self._is_free(node, bound):
            self._free.add(self._place[id(node)])
        return Step(
            uid=task.uid,
            role=self._role(node, step.parts),
            use=step.use,
            task=task,
            length=step.length,
            pauses=step.pauses,
            done=step.done,
            parts=step.parts,
            rests=step.rests,
            arrows=arrows,
            gate=gate,
            bound_by_gate=bound,
            children=self._children(node),
            start=tick_of(
                task.start if task.manual and task.start else task.actual_start, self._epoch
            ),
            finish=tick_of(
                task.finish if task.manual and task.finish else task.actual_finish, self._epoch
            ),
            constraint=task.constraint if task.constraint_at else "ASAP",
            at=tick_of(task.constraint_at, self._epoch),
            delay=ticks.from_minutes(task.delay_minutes),
        )

    def _is_free(self, node: Node, bound: bool) -> bool:
        task = node.task
        if (task.manual and task.start) or node.incoming or bound:
            return False
        if task.constraint in DATED:
            return not task.constraint_at
        return True

    def _children(self, node: Node) -> tuple[int, ...]:
        if not node.children or node.end is not node:
            return ()
        active = [child for child in node.children if child.task.active] or node.children
        return tuple(self._place[id(child.end)] for child in active)

    def _role(self, node: Node, parts: tuple[Part, ...]) -> str:
        task = node.task
        if node.end is not node:
            return "gate"
        if node.children:
            return "end"
        if task.manual and task.start and task.finish:
            return "fixed"
        if task.actual_start:
            return "fixed" if task.actual_finish else "started"
        empty = not parts[0].length and task.uid not in self._longer
        alone = len(parts) == 1 and not parts[0].wait
        return "plain" if alone and not empty else "placed"

    def _arrow(self, edge: Edge, link: Link) -> Arrow:
        share = link.lag / 100 if link.lag_kind == "percent" and edge.lag else 0
        return Arrow(
            source=self._place[id(edge.source)],
            after_finish=edge.kind in ("FS", "FF"),
            asks_finish=edge.kind in ("FF", "SF"),
            lag=0 if share else edge.lag,
            share=share,
            elapsed=edge.elapsed,
        )


def _links_to(plan: Plan) -> dict[str, list[Link]]:
    """The links that count, by the task that waits, in the order of the plan."""
    active = {task.uid for task in plan.tasks if task.active}
    found: dict[str, list[Link]] = {}
    for link in plan.links:
        if link.predecessor in active and link.successor in active:
            found.setdefault(link.successor, []).append(link)
    return found
