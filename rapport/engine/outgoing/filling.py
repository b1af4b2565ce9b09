"""Fill the gaps of a template. A gap that nothing fills stays as it is written, for all to see."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_GAP = re.compile(r"\{\{\s*([\w.]{0,60}?)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """The text, and the names of the gaps that are left in it."""

    text: str
    left: tuple[str, ...] = ()


def fill(text: str, value_of: Callable[[str], str]) -> Filled:
    """Put a value in each gap; what `value_of` answers emptily is left. Values are put in as they
    are: a gap inside one is none."""
    left: list[str] = []

    def put(match: re.Match[str]) -> str:
        value = value_of(match[1])
        if not value:
            left.append(match[1])
        return value or match[0]

    return Filled(_GAP.sub(put, text), tuple(dict.fromkeys(left)))


def names_in(text: str) -> list[str]:
    """The gaps of a text, each once."""
    return list(dict.fromkeys(_GAP.findall(text)))
