"""What an answer costs: the same effort for both sides of a secret tells nobody anything."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import process_time

from django.core.cache import cache
from django.db import connection

# Addresses and tokens of the request that a 404 page may name; they differ between two requests.
OWN_WORDS = re.compile(rb'csrf[^>]{0,200}|nonce="[^"]*"|/[wp]/[^"\s<]*|id="[^"]*"')
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


@dataclass(frozen=True)
class Seen:
    """All that an answer tells: words, headers, and by the effort behind it also its time."""

    status: int
    body: bytes
    headers: str
    effort: tuple[str, ...]


def seen(browser, method: str, url: str) -> Seen:
    """Ask, and keep everything the answer tells but the words of the request itself."""
    with statements() as effort:
        answer = getattr(browser, method)(url)
    headers = OWN_WORDS.sub(b"", str(sorted(answer.headers.items())).encode()).decode()
    return Seen(answer.status_code, OWN_WORDS.sub(b"", answer.content), headers, tuple(effort))
