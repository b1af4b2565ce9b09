"""Who listens to what: filled at start-up by the apps' `handlers` and `tasks` modules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from rapport.events.models import Event

Handler = Callable[[Event], None]
Task = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Listener:
    """A reaction to some verbs. An inline one runs before the act commits."""

    name: str
    verbs: frozenset[str]
    call: Handler
    inline: bool


@dataclass(frozen=True, slots=True)
class RegisteredTask:
    """Long or delayed work. It manages its own transactions and must be safe to run twice."""

    name: str
    call: Task
    lease: timedelta
    attempts: int


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A task the clock starts every so often."""

    task: str
    every: timedelta


LISTENERS: dict[str, Listener] = {}
BY_VERB: dict[str, list[Listener]] = {}
TASKS: dict[str, RegisteredTask] = {}
SCHEDULE: dict[str, Scheduled] = {}


def on(*verbs: str, inline: bool = False) -> Callable[[Handler], Handler]:
    """Listen to verbs. The effect commits together with its delivery mark; make it idempotent."""

    def register(call: Handler) -> Handler:
        name = f"{call.__module__}.{call.__name__}".removeprefix("rapport.")
        listener = Listener(name, frozenset(verbs), call, inline)
        LISTENERS[name] = listener
        for verb in verbs:
            BY_VERB.setdefault(verb, []).append(listener)
        return call

    return register


def task(*, lease: timedelta = timedelta(minutes=1), attempts: int = 8) -> Callable[[Task], Task]:
    """Register long work; enqueue it by `jobs.enqueue(function, ...)`."""

    def register(call: Task) -> Task:
        name = task_name(call)
        TASKS[name] = RegisteredTask(name, call, lease, attempts)
        return call

    return register


def every(interval: timedelta) -> Callable[[Task], Task]:
    """Let the clock start this registered task once an interval, on one worker."""

    def register(call: Task) -> Task:
        name = task_name(call)
        SCHEDULE[name] = Scheduled(name, interval)
        return call

    return register


def task_name(call: Callable[..., Any]) -> str:
    """The name under which a task's jobs are stored."""
    return f"{call.__module__}.{call.__name__}".removeprefix("rapport.")
