"""Columns of a row as an act notes them, plain enough for JSON, and back again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import models

Noted = dict[str, Any]


def note(row: models.Model, names: Iterable[str]) -> Noted:
    """The columns by their names (`client_id`, not `client`)."""
    return {name: _plain(getattr(row, name)) for name in names}


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What differs, as was and became."""
    return {name: [before[name], after[name]] for name in after if before[name] != after[name]}


def put_back(row: models.Model, changed: Mapping[str, Any]) -> dict[str, Any]:
    """The columns to write so that a row is as it was, but for what was changed again since."""
    now = note(row, changed)
    return {
        name: _value(row, name, was)
        for name, (was, became) in changed.items()
        if now[name] == became
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _value(row: models.Model, name: str, noted: Any) -> Any:
    field = row._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name)
    if noted is None or not isinstance(field, models.DateTimeField):
        return noted
    return datetime.fromisoformat(noted)
