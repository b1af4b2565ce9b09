"""The baselines of a Primavera XML file: each a copy of the project, with activities of its own."""

from rapport.integrations.planfiles import primavera_records as p6
from rapport.integrations.planfiles.xer import hours, moment


def take(found: p6.Contents, row: dict[str, str], inside: str) -> None:
    """Note a baseline, or an activity that stands in one."""
    if not inside:
        found.baselines.append(_baseline(row))
    elif (planned := _planned(row, inside)) is not None:
        found.planned.append(planned)


def _baseline(row: dict[str, str]) -> p6.Baseline:
    return p6.Baseline(
        uid=row.get("ObjectId", ""),
        project=row.get("OriginalProjectObjectId", ""),
        name=row.get("Name") or row.get("Id", ""),
        saved=moment(row, "LastBaselineUpdateDate") or moment(row, "DateAdded"),
    )


def _planned(row: dict[str, str], inside: str) -> p6.Planned | None:
    """An activity of a baseline; without both dates it says nothing."""
    start = moment(row, "StartDate") or moment(row, "PlannedStartDate")
    finish = moment(row, "FinishDate") or moment(row, "PlannedFinishDate")
    if start is None or finish is None or finish < start:
        return None
    work = hours(row, "PlannedLaborUnits") + hours(row, "PlannedNonLaborUnits")
    return p6.Planned(
        baseline=inside,
        code=row.get("Id", ""),
        start=start,
        finish=finish,
        duration=hours(row, "PlannedDuration") if row.get("PlannedDuration") else None,
        work=work or None,
    )
