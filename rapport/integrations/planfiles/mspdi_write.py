"""Writes a plan as Microsoft Project XML (MSPDI), which `mspdi` reads again as the same plan."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO

from lxml import etree

from rapport.engine.calendar import Calendars
from rapport.engine.network import schedule
from rapport.engine.plan import Plan, Schedule
from rapport.integrations.planfiles.mspdi_write_baselines import baselines
from rapport.integrations.planfiles.mspdi_write_calendars import calendar
from rapport.integrations.planfiles.mspdi_write_costs import Costs
from rapport.integrations.planfiles.mspdi_write_numbers import UNASSIGNED, Numbers, numbers
from rapport.integrations.planfiles.mspdi_write_tasks import (
    NOTHING_SAID,
    Line,
    links_to,
    outlined,
    task,
    waits,
)
from rapport.integrations.planfiles.mspdi_write_values import (
    NAMES,
    NAMESPACE,
    Pairs,
    record,
    written,
)
from rapport.integrations.planfiles.mspdi_write_work import Works, minutes_of
from rapport.integrations.planfiles.records import PlanFile

SAVE_VERSION = 14  # Project 2010 and all that came after read it
A_DAY, A_WEEK, DAYS_A_MONTH = 480, 2_400, 20
NO_PLAN = "The plan has no schedule that could be written."


def write(file: PlanFile, *, made: datetime, dates: Schedule | None = None) -> bytes:
    """The file as XML; the same plan and moment give the same bytes.

    `made` is the local time it is written at, `dates` the plan's schedule where it is known
    already. Raises ValueError for a file without an exact plan, PlanError for an impossible one.
    """
    plan = file.schedule
    if plan is None:
        raise ValueError(NO_PLAN)
    known = numbers(file)
    lines = _lines(file, plan, dates or schedule(plan))
    out = BytesIO()
    with etree.xmlfile(out, encoding="UTF-8") as xml:
        xml.write_declaration(standalone=True)
        with xml.element(f"{{{NAMESPACE}}}Project", nsmap=NAMES):
            xml.write("\n")
            for name, value in _frame(file, plan, known, made):
                if value is not None:
                    with xml.element(f"{{{NAMESPACE}}}{name}"):
                        xml.write(written(value))
                    xml.write("\n")
            for name, records in _records(file, plan, known, lines):
                with xml.element(f"{{{NAMESPACE}}}{name}"):
                    xml.write("\n")
                    for element in records:
                        xml.write(element, pretty_print=True)
                xml.write("\n")
    return out.getvalue()


def _lines(file: PlanFile, plan: Plan, dates: Schedule) -> list[Line]:
    said = {task.uid: task for task in file.tasks}
    placed = dates.by_uid()
    return [
        Line(task, said.get(task.uid, NOTHING_SAID), placed[task.uid], place)
        for task, place in outlined(plan)
    ]


def _frame(file: PlanFile, plan: Plan, known: Numbers, made: datetime) -> Pairs:
    return (
        ("SaveVersion", SAVE_VERSION),
        ("Title", file.name or None),
        ("Subject", file.mark.text if file.mark else None),
        ("CreationDate", made),
        ("ScheduleFromStart", not plan.from_finish),
        ("StartDate", plan.start),
        ("FinishDate", plan.finish),
        ("CriticalSlackLimit", plan.critical_slack_minutes / A_DAY),
        ("CurrencySymbol", file.currency_sign or None),
        ("CurrencyCode", file.currency or None),
        ("CalendarUID", known.calendars[plan.calendar]),
        ("MinutesPerDay", A_DAY),
        ("MinutesPerWeek", A_WEEK),
        ("DaysPerMonth", DAYS_A_MONTH),
        ("HonorConstraints", plan.honor_constraints),
        ("MultipleCriticalPaths", plan.multiple_critical_paths),
        ("BaselineForEarnedValue", file.compared_with or None),
        ("StatusDate", plan.status_date),
    )


def _records(
    file: PlanFile, plan: Plan, known: Numbers, lines: list[Line]
) -> Iterator[tuple[str, Iterable[etree._Element]]]:
    calendars = Calendars(plan.calendars)
    links = links_to(plan)
    costs = Costs(file, lines, {line.task.uid: list(minutes_of(line, known)) for line in lines})
    works = Works(plan, known, calendars, costs)
    if own := list(costs.fields()):
        yield "ExtendedAttributes", own
    yield "Calendars", (calendar(defined, known.calendars) for defined in plan.calendars)
    yield (
        "Tasks",
        (
            task(
                line, plan, known, calendars, (costs.once(line), costs.total(line)),
                [
                    *waits(links.get(line.task.uid, ()), known),
                    *costs.own(line),
                    *baselines(line.task.uid, file.baselines),
                ],
            )
            for line in lines
        ),
    )  # fmt: skip
    yield "Resources", _people(file, known, costs)
    yield "Assignments", (element for line in lines for element in works.of(line))


def _people(file: PlanFile, known: Numbers, costs: Costs) -> Iterator[etree._Element]:
    """Those the file names first, then people who only stand in assignments."""
    hours = {number: calendar for (_, calendar), number in known.people.items()}
    named = [(str(n), person.name, person.email) for n, person in enumerate(file.people, 1)]
    listed = {number for number, *_ in named} | {UNASSIGNED}
    others = [
        (number, who, "") for (who, _), number in known.people.items() if number not in listed
    ]
    for number, name, email in (*named, *others):
        rate, tables = costs.person(number)
        yield record(
            "Resource",
            (
                ("UID", number),
                ("ID", number),
                ("Name", name or None),
                ("Type", 1),
                ("EmailAddress", email or None),
                ("MaxUnits", 1),
                *rate,
                ("CalendarUID", known.calendars.get(hours.get(number) or "")),
            ),
            tables,
        )
