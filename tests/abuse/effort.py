"""What an answer costs: the same effort for both sides of a secret tells nobody anything."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median
from time import process_time

from django.core.cache import cache
from django.db import connection

# A list of values is as long as the list; what is asked is the same.
SEVERAL = re.compile(r"\(%s(, %s)*\)")
SAVEPOINT = re.compile(r"\"s\d+_x\d+\"")


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements sent to the database meanwhile, without their values."""
    sent: list[str] = []

    def watch(execute, sql, params, many, context):
        sent.append(SAVEPOINT.sub("", SEVERAL.sub("(…)", sql)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield sent


def seconds_apart(one: Callable[[], object], other: Callable[[], object], rounds: int) -> float:
    """How far apart the medians of the processor time are, the two taking turns."""
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for act, times in zip((one, other), taken, strict=True):
            cache.clear()
            begun = process_time()
            act()
            times.append(process_time() - begun)
    return abs(median(taken[0]) - median(taken[1]))
