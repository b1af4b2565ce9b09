"""Tickets to fill a workspace with: the peers' corpus where it is found, else one like it."""

import importlib.util
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

RARE = "zanzibar"
VOCABULARY = (
    "account access invoice project update server error report budget deadline milestone client "
    "meeting proposal contract design review feedback staging database backup email attachment "
    "export template dashboard filter search role calendar schedule estimate task plan scope"
)
WORDS = VOCABULARY.split()
Ticket = dict[str, Any]


def tickets() -> Callable[[int], Ticket]:
    """`ticket(i)`: subject, customer (address, name), agent, status and three texts."""
    data = Path(os.environ.get("RAPPORT_DATA", Path(__file__).parents[2] / "shared" / "data"))
    for path in (data.parent / "perf" / "corpus.py",):
        if path.exists():
            spec = importlib.util.spec_from_file_location("corpus", path)
            assert spec and spec.loader
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            return module.ticket
    return _ticket


def _ticket(i: int) -> Ticket:
    rng = random.Random(i)
    customer = rng.randrange(1, 501)
    texts = [_text(rng) for _ in range(3)]
    if i % 100 == 37:
        texts[1] += f" {RARE}"
    return {
        "subject": " ".join(rng.choices(WORDS, k=6)),
        "customer": (f"cust{customer}@client{customer % 60}.example.com", f"Customer {customer}"),
        "agent": f"agent{rng.randrange(1, 21)}",
        "status": rng.choices(["new", "open", "closed"], [10, 50, 40])[0],
        "msgs": texts,
    }


def _text(rng: random.Random) -> str:
    return " ".join(rng.choices(WORDS, k=rng.randrange(60, 160)))
