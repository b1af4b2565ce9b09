"""Proved answers by constraint programming: the one file that knows OR-tools' CP-SAT.

The model: a start for every activity, a choice among its ways (a mode and a length), one
interval a way on every resource it needs, a linear rule for each precedence and each stock.
"""

from dataclasses import dataclass, replace
from math import ceil

from ortools.sat.python import cp_model

from .limits import Limit, limits
from .modes import consumed, demanded, scarce, worthwhile
from .problem import Answer, Infeasible, Problem
from .ways import Way, horizon, ways
from .windows import narrowed, windows

NO_CHOICE = "No choice of modes leaves enough in every stock."
NO_ORDER = "No order of the activities keeps all the rules together."
ROUNDING = 1e-6  # of a bound that the solver gives as a fraction
SEARCHING = 0.98  # of the time; building the model and reading the answer take the rest
REASONING = 1.0  # seconds at most to tell why there is no answer


@dataclass(frozen=True, slots=True)
class _Model:
    """The model, and of every activity the start, the finish and a literal for each way."""

    cp: cp_model.CpModel
    problem: Problem
    ways: tuple[tuple[Way, ...], ...]
    starts: tuple[cp_model.IntVar, ...]
    chosen: tuple[tuple[cp_model.IntVar, ...], ...]
    makespan: cp_model.IntVar

    def finish(self, place: int) -> cp_model.LinearExpr:
        """When the activity is finished."""
        return self.starts[place] + self.chosen_of(place, [way.span for way in self.ways[place]])

    def chosen_of(self, place: int, numbers: list[int]) -> cp_model.LinearExpr:
        """That of the numbers, one a way of the activity, that belongs to its chosen way."""
        return cp_model.LinearExpr.weighted_sum(self.chosen[place], numbers)


def solve(
    problem: Problem, *, seconds: float, workers: int = 1, hint: Answer | None = None, seed: int = 0
) -> Answer | None:
    """The best answer found in so many seconds by so many workers, with what is proved of it.

    A `hint` is an answer that keeps all rules: it comes back with a higher bound when no better
    one is found. `None` means that the time did not suffice for any answer. Raises `Infeasible`
    when there is none.
    """
    kept = worthwhile(problem)
    end = hint.makespan if hint else horizon(problem)
    choices = ways(problem, kept, end)
    frame = windows(problem, choices)
    if hint and hint.makespan <= frame.bound:
        return replace(hint, bound=hint.makespan)
    left = narrowed(choices, frame, end)
    model = _model(problem, left, (frame.bound, end))
    _precedences(model)
    for place in range(len(problem.resources)):
        for limit in limits(problem, place, end):
            _limit(model, place, limit)
    _stocks(model)
    if hint:
        _hint(model, hint)
    solver = _solver(seconds, workers, seed)
    status = solver.solve(model.cp)
    if status == cp_model.INFEASIBLE:
        raise Infeasible(_reason(problem, left))
    bound = ceil(solver.best_objective_bound - ROUNDING)
    if status == cp_model.UNKNOWN:
        return hint and replace(hint, bound=max(hint.bound, bound))
    return _answer(model, solver, bound)


def _model(problem: Problem, choices: tuple[tuple[Way, ...], ...], span: tuple[int, int]) -> _Model:
    cp = cp_model.CpModel()
    starts, chosen = [], []
    for place, alternatives in enumerate(choices):
        domains = [_domain(way) for way in alternatives]
        together = domains[0]
        for domain in domains[1:]:
            together = together.union_with(domain)
        start = cp.new_int_var_from_domain(together, f"start{place}")
        literals = tuple(
            cp.new_bool_var(f"activity{place}way{number}") for number in range(len(alternatives))
        )
        cp.add_exactly_one(literals)
        for literal, domain in zip(literals, domains, strict=True):
            cp.add_linear_expression_in_domain(start, domain).only_enforce_if(literal)
        starts.append(start)
        chosen.append(literals)
    makespan = cp.new_int_var(*span, "makespan")
    cp.minimize(makespan)
    return _Model(cp, problem, choices, tuple(starts), tuple(chosen), makespan)


def _domain(way: Way) -> cp_model.Domain:
    return cp_model.Domain.from_intervals([[begin, end - 1] for begin, end in way.starts])


def _precedences(model: _Model) -> None:
    for rule in model.problem.precedences:
        model.cp.add(model.starts[rule.after] >= model.finish(rule.before) + rule.lag)
    for place in range(len(model.ways)):
        model.cp.add(model.makespan >= model.finish(place))


def _limit(model: _Model, resource: int, limit: Limit) -> None:
    cp, intervals, demands = model.cp, [], []
    for place in limit.activities:
        activity = model.problem.activities[place]
        for way, literal in zip(model.ways[place], model.chosen[place], strict=True):
            demand = demanded(activity.modes[way.mode], resource)
            if demand:
                intervals.append(
                    cp.new_optional_fixed_size_interval_var(
                        model.starts[place], way.span, literal, f"{place}mode{way.mode}"
                    )
                )
                demands.append(demand)
    for begin, end, number in limit.taken:
        intervals.append(cp.new_fixed_size_interval_var(begin, end - begin, "absence"))
        demands.append(number)
    cp.add_cumulative(intervals, demands, limit.capacity)


def _stocks(model: _Model) -> None:
    both = tuple(zip(model.problem.activities, model.ways, strict=True))
    for place in scarce(
        model.problem, tuple(tuple(way.mode for way in choices) for choices in model.ways)
    ):
        taken = [
            model.chosen_of(number, [consumed(activity.modes[way.mode], place) for way in choices])
            for number, (activity, choices) in enumerate(both)
        ]
        model.cp.add(cp_model.LinearExpr.sum(taken) <= model.problem.stocks[place])


def _hint(model: _Model, hint: Answer) -> None:
    model.cp.add_hint(model.makespan, hint.makespan)
    answered = zip(hint.starts, hint.modes, model.ways, strict=True)
    for place, (start, mode, choices) in enumerate(answered):
        model.cp.add_hint(model.starts[place], start)
        for way, literal in zip(choices, model.chosen[place], strict=True):
            model.cp.add_hint(literal, way.mode == mode and way.first(start) == start)


def _solver(seconds: float, workers: int, seed: int) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds * SEARCHING
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    return solver


def _reason(problem: Problem, choices: tuple[tuple[Way, ...], ...]) -> str:
    """What cannot be kept: the stocks alone, or the rules together."""
    alone = _model(problem, choices, (0, 0))
    _stocks(alone)
    impossible = _solver(REASONING, 1, 0).solve(alone.cp) == cp_model.INFEASIBLE
    return NO_CHOICE if impossible else NO_ORDER


def _answer(model: _Model, solver: cp_model.CpSolver, bound: int) -> Answer:
    return Answer(
        starts=tuple(solver.value(start) for start in model.starts),
        modes=tuple(
            next(way.mode for way, one in zip(*both, strict=True) if solver.boolean_value(one))
            for both in zip(model.ways, model.chosen, strict=True)
        ),
        makespan=int(solver.objective_value),
        bound=bound,
    )
