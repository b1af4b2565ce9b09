"""Writes small Microsoft Project files for tests."""

from dataclasses import dataclass, field

KINDS = {"FF": 0, "FS": 1, "SF": 2, "SS": 3}


@dataclass
class Row:
    """A task: uid, name, hours; `after` is [(uid, kind, lag minutes)]."""

    uid: int
    name: str
    hours: float = 8
    level: int = 1
    after: list[tuple[int, str, int]] = field(default_factory=list)
    more: str = ""


def mspdi(rows: list[Row], *, people: dict[str, list[int]] | None = None) -> bytes:
    tasks = "".join(_task(row) for row in rows)
    resources = assignments = ""
    for uid, (name, uids) in enumerate((people or {}).items(), 1):
        mail = f"<EmailAddress>{name}</EmailAddress>" if "@" in name else ""
        resources += f"<Resource><UID>{uid}</UID><Name>{name}</Name>{mail}</Resource>"
        for n, task in enumerate(uids):
            assignments += (
                f"<Assignment><UID>{uid}{n}</UID><TaskUID>{task}</TaskUID>"
                f"<ResourceUID>{uid}</ResourceUID></Assignment>"
            )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<Project xmlns="http://schemas.microsoft.com/project">'
        "<Title>Booking app</Title><StartDate>2026-03-02T08:00:00</StartDate>"
        f"<Tasks>{tasks}</Tasks><Resources>{resources}</Resources>"
        f"<Assignments>{assignments}</Assignments></Project>"
    ).encode()


def _task(row: Row) -> str:
    links = "".join(
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{KINDS[kind]}</Type>"
        f"<LinkLag>{lag * 10}</LinkLag><LagFormat>7</LagFormat></PredecessorLink>"
        for uid, kind, lag in row.after
    )
    minutes = round(row.hours * 60)
    return (
        f"<Task><UID>{row.uid}</UID><Name>{row.name}</Name><OutlineLevel>{row.level}</OutlineLevel>"
        f"<Duration>PT{minutes // 60}H{minutes % 60}M0S</Duration>"
        f"<Milestone>{int(row.hours == 0)}</Milestone>{row.more}{links}</Task>"
    )
