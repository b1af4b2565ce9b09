"""Plans to draw: a small one with each kind of bar, and one as large as any."""

from datetime import date, timedelta

START = date(2026, 11, 9)


def task(number: int, **facts) -> dict:
    """A task of one working day, starting on day `number` of the plan."""
    day = START + timedelta(days=number)
    return {
        "id": number,
        "name": f"Task {number}",
        "level": 1,
        "start": f"{day}T09:00",
        "finish": f"{day}T17:00",
        "baseline": None,
        "critical": False,
        "milestone": False,
        "summary": False,
        "percent": 0,
        "who": "AO",
        "note": "",
        "editable": True,
        **facts,
    }


def small() -> dict:
    phase = task(1, name="Build", level=0, summary=True, finish="2026-11-13T17:00", editable=False)
    return _plan(
        [
            phase,
            task(2, name="API access", critical=True, note="with the client, +4 d"),
            task(3, name="Payments", percent=40, baseline=["2026-11-11T09:00", "2026-11-11T17:00"]),
            task(
                4,
                name="Sign-off",
                milestone=True,
                late="2026-11-17T17:00",
                likely=["2026-11-16T09:00", "2026-11-18T17:00"],
            ),
        ],  # fmt: skip
        [{"from": 2, "to": 3, "kind": "FS", "critical": True}],
    )


def large(count: int = 1500) -> dict:
    tasks = [
        task(number, level=int(number % 25 > 0), summary=number % 25 == 0)
        for number in range(count)
    ]
    links = [{"from": n, "to": n + 1, "kind": "FS", "critical": False} for n in range(count - 1)]
    return _plan(tasks, links)


def _plan(tasks: list[dict], links: list[dict]) -> dict:
    return {
        "tasks": tasks,
        "links": links,
        "promises": [{"date": "2026-11-20", "label": "Beta"}],
        "finish": {"early": "2026-11-17T09:00", "likely": "2026-11-19T17:00"},
        "holidays": ["2026-11-18"],
        "workdays": [1, 2, 3, 4, 5],
        "today": "2026-11-12",
    }
