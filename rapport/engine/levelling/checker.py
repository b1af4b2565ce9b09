"""Whether an answer keeps every rule of its problem; knows nothing of how answers are found.

What is asked of every slot, from what `problem` says in words:

- the demand of the activities that work in it is at most what the resource has then;
- the demand of those that hold their resources in it (begun, not finished, working or not) is at
  most the ordinary capacity, or what the resource has then if that is more. An absence during
  which everybody's calendar rests is no obstacle.

Of absences that overlap, the smallest counts. Work begins in a slot that its calendar works.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from .problem import Activity, Answer, Mode, Problem, Resource

Periods = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """An activity as answered: the slots it works, from when to when it holds what it needs."""

    mode: Mode
    start: int
    finish: int
    worked: Periods


def broken(problem: Problem, answer: Answer) -> tuple[str, ...]:
    """Every rule that the answer breaks, each a sentence; nothing if it keeps them all.

    Activities, resources and stocks are named by their place. An answer of the wrong length or
    with a mode that is none is not looked at any further.
    """
    shape = tuple(_shape(problem, answer))
    if shape:
        return shape
    runs = [
        _run(activity, start, mode, problem.calendars)
        for activity, start, mode in zip(
            problem.activities, answer.starts, answer.modes, strict=True
        )
    ]
    return (
        *_starts(problem, runs),
        *_precedences(problem, runs),
        *_together(problem, runs),
        *_resources(problem, runs),
        *_stocks(problem, runs),
        *_ends(runs, answer),
    )


def _shape(problem: Problem, answer: Answer) -> Iterator[str]:
    count = len(problem.activities)
    if len(answer.starts) != count or len(answer.modes) != count:
        yield (
            f"There are {count} activities, but {len(answer.starts)} starts "
            f"and {len(answer.modes)} modes."
        )
        return
    for place, (activity, mode) in enumerate(zip(problem.activities, answer.modes, strict=True)):
        if not 0 <= mode < len(activity.modes):
            yield f"Activity {place} has no mode {mode}."


def _run(activity: Activity, start: int, mode: int, calendars: tuple[Periods, ...]) -> _Run:
    chosen = activity.modes[mode]
    if activity.calendar is None or not chosen.duration:
        finish = start + chosen.duration
        return _Run(chosen, start, finish, ((start, finish),))
    worked, left = [], chosen.duration
    for begin, end in calendars[activity.calendar]:
        begin = max(begin, start)
        end = min(end, begin + left)
        if begin < end:
            worked.append((begin, end))
            left -= end - begin
    return _Run(chosen, start, worked[-1][1] if worked else start, tuple(worked))


def _starts(problem: Problem, runs: list[_Run]) -> Iterator[str]:
    for place, (activity, run) in enumerate(zip(problem.activities, runs, strict=True)):
        earliest = max(0, activity.release)
        if run.start < earliest:
            yield f"Activity {place} begins at {run.start}, before {earliest}."
        if sum(end - begin for begin, end in run.worked) < run.mode.duration:
            yield f"Activity {place} is not finished when its calendar ends."
        if run.mode.duration and (not run.worked or run.worked[0][0] != run.start):
            yield f"Activity {place} begins at {run.start}, when its calendar does not work."


def _precedences(problem: Problem, runs: list[_Run]) -> Iterator[str]:
    for rule in problem.precedences:
        earliest = runs[rule.before].finish + rule.lag
        if runs[rule.after].start < earliest:
            yield (
                f"Activity {rule.after} begins at {runs[rule.after].start}, but activity "
                f"{rule.before} lets it begin at {earliest} and no earlier."
            )


def _together(problem: Problem, runs: list[_Run]) -> Iterator[str]:
    for rule in problem.together:
        begins = wanted = runs[rule.leader].start
        if rule.calendar is not None:
            periods = problem.calendars[rule.calendar]
            wanted = min((max(begin, begins) for begin, end in periods if end > begins), default=-1)
        if runs[rule.part].start != wanted:
            yield (
                f"Activity {rule.part} begins at {runs[rule.part].start}, but with activity "
                f"{rule.leader} it would at {wanted}."
            )


def _resources(problem: Problem, runs: list[_Run]) -> Iterator[str]:
    for place, resource in enumerate(problem.resources):
        used: Counter[int] = Counter()
        held: Counter[int] = Counter()
        for run in runs:
            amount = run.mode.demand[place] if run.mode.demand else 0
            _add(held, run.start, run.finish, amount)
            for begin, end in run.worked:
                _add(used, begin, end, amount)
        yield from _overloads(f"resource {place}", resource, used, held)


def _add(level: Counter[int], begin: int, end: int, amount: int) -> None:
    level[begin] += amount
    level[end] -= amount


def _overloads(
    name: str, resource: Resource, used: Counter[int], held: Counter[int]
) -> Iterator[str]:
    changes = {moment for absence in resource.absences for moment in absence[:2]}
    working = holding = 0
    for moment in sorted(changes.union(used, held)):
        working += used[moment]
        holding += held[moment]
        there = _capacity(resource, moment)
        if working > there:
            yield f"At {moment} {working} of {name} are at work, but there are {there}."
        most = max(there, resource.capacity)
        if holding > most:
            yield f"At {moment} {holding} of {name} are held, but there are {most}."


def _capacity(resource: Resource, moment: int) -> int:
    away = [number for begin, end, number in resource.absences if begin <= moment < end]
    return min(away, default=resource.capacity)


def _stocks(problem: Problem, runs: list[_Run]) -> Iterator[str]:
    for place, stock in enumerate(problem.stocks):
        taken = sum(run.mode.consumes[place] for run in runs if run.mode.consumes)
        if taken > stock:
            yield f"{taken} are taken from stock {place}, which holds {stock}."


def _ends(runs: list[_Run], answer: Answer) -> Iterator[str]:
    last = max((run.finish for run in runs), default=0)
    if answer.makespan != last:
        yield f"The last finish is said to be {answer.makespan}, but is {last}."
    if answer.bound > last:
        yield f"It is said that nothing can finish before {answer.bound}, but this does at {last}."
