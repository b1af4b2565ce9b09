"""A small plan with each kind of bar, for the living page."""

from datetime import date, timedelta
from typing import Any

Plan = dict[str, Any]


def plan(today: date) -> Plan:
    """A phase of four tasks around this day, in the form that <plan-gantt> reads."""
    monday = today - timedelta(days=today.weekday())
    tasks = [
        _task(1, "Build", monday, 18, level=0, summary=True),
        _task(2, "Search and filters", monday, 4, percent=100, who="JL"),
        _task(3, "API access", monday + timedelta(7), 4, critical=True, note="with the client"),
        _task(4, "Payments", monday + timedelta(14), 4, critical=True, percent=25, who="MK"),
        _task(5, "Beta", monday + timedelta(18), 0, milestone=True, critical=True),
    ]
    tasks[2]["baseline"] = [tasks[2]["start"], f"{monday + timedelta(8)}T17:00"]
    return {
        "tasks": tasks,
        "links": [{"from": n, "to": n + 1, "kind": "FS", "critical": n > 2} for n in (2, 3, 4)],
        "promises": [{"date": f"{monday + timedelta(16)}", "label": "Beta"}],
        "today": f"{today}",
    }


def _task(number: int, name: str, start: date, days: int, **facts: Any) -> Plan:
    return {
        "id": number,
        "name": name,
        "level": 1,
        "start": f"{start}T{'17' if facts.get('milestone') else '09'}:00",
        "finish": f"{start + timedelta(days=days)}T17:00",
        "percent": 0,
        **facts,
    }
