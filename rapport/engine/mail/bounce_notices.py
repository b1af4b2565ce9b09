"""Notices of bounces and complaints that mail services send as JSON, in a mail of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from . import bounce_saying
from .bounce_saying import Said

_LONGEST = 200_000


def read(text: str) -> dict[str, Any]:
    """The notice in a text, perhaps wrapped in the envelope of a queue; empty where it is none."""
    found = _object(text)
    inner = found.get("Message")
    found = _object(inner) if isinstance(inner, str) else found
    return found if "notificationType" in found or "eventType" in found else {}


def _object(text: str) -> dict[str, Any]:
    start = text.lstrip()
    if not start.startswith("{") or len(start) > _LONGEST:
        return {}
    try:
        found, _ = json.JSONDecoder(strict=False).raw_decode(start)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def complaints(notice: dict[str, Any]) -> Iterator[str]:
    """Who complained."""
    for one in _recipients(notice, "complaint", "complainedRecipients"):
        yield str(one.get("emailAddress", ""))


def failures(notice: dict[str, Any]) -> Iterator[tuple[str, Said]]:
    """Whom a mail did not reach, and what was said."""
    for one in _recipients(notice, "bounce", "bouncedRecipients"):
        words, status = str(one.get("diagnosticCode", "")), str(one.get("status", ""))
        yield str(one.get("emailAddress", "")), bounce_saying.said(words, status, "", "")


def _recipients(notice: dict[str, Any], event: str, name: str) -> list[dict[str, Any]]:
    about = notice.get(event)
    found = about.get(name) if isinstance(about, dict) else None
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
