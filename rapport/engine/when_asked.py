"""Modules too heavy for every process: loaded when something of them is first asked for."""

from importlib import import_module
from typing import Any


class WhenAsked:
    """Stands for a module. OR-tools and the pandas it brings take 60 MB and a third of a second,
    which a process that never levels a plan shall not pay."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)
