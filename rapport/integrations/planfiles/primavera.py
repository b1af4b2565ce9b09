"""A Primavera file's records as a plan: of the projects that are in it whole.

Primavera schedules what is left from its data date on; so does the plan that comes of it. Dates
of the file are kept only where nothing else says them: of activities of other projects, of
levels of effort and of summaries, which follow no links.
"""

from dataclasses import replace
from datetime import datetime

from rapport.engine.plan import OFFICE_WEEK, Calendar, LagKind, Link, Plan
from rapport.integrations.planfiles import pmxml, xer
from rapport.integrations.planfiles import primavera_records as p6
from rapport.integrations.planfiles.mspdi_elements import MOST_TASKS
from rapport.integrations.planfiles.primavera_baselines import baselines
from rapport.integrations.planfiles.primavera_outline import PREFIX, Node, outline
from rapport.integrations.planfiles.primavera_tasks import Builder
from rapport.integrations.planfiles.records import (
    PlanFile,
    PlanFileError,
    PlanLink,
    PlanPerson,
    PlanTask,
    Refusal,
)
from rapport.integrations.planfiles.wording import gettext_noop as _

NO_TASKS = _("The plan contains no tasks.")
NO_START = _("The plan says nowhere when it begins, or names a day that no plan can begin on.")
DAMAGED_CALENDAR = _("The hours of a calendar that is used are damaged. Export the file again.")
DAMAGED_UNUSED = _("The hours of this calendar are damaged; nothing uses it.")
NO_TARGET = _("The activity it waits for is not in this file.")
NO_ID = _("It has no id, by which the rest of the file could name it.")
TOO_MANY = _("The file has more than 100,000 tasks.")
NO_SUCCESSOR = _("The activity that waits is not in this file.")
NO_LINKS = _("The file has no table of links: nothing in it waits for anything.")
NO_DATES = _("The activity belongs to another project, and the file gives it no dates.")
LAG_CALENDAR = _(
    "The lag counts in another calendar than that of the activity that waits; here it counts in"
    " the latter."
)
STANDARD = Calendar("standard", "Standard")


def read_xer(data: bytes) -> PlanFile:
    """The plan in an XER file."""
    return plan_of(xer.contents(data))


def read_pmxml(data: bytes) -> PlanFile:
    """The plan in a Primavera XML file."""
    return plan_of(pmxml.contents(data))


def plan_of(found: p6.Contents) -> PlanFile:
    """The plan in the records of either format. Raises `PlanFileError` with a sentence."""
    refusals = _told(found)
    whole = {project.uid: project for project in found.projects if project.is_whole}
    activities = list(_kept(found, whole, refusals))
    if not any(activity.project in whole for activity in activities):
        raise PlanFileError(NO_TASKS)
    calendars = _calendars(found, activities, refusals)
    main = _main(whole, activities)
    known = {calendar.uid for calendar in calendars}
    own = [uid for uid in (main.calendar, found.default_calendar) if uid in known]
    start = _start(whole, activities)
    nodes = outline(found.wbs, activities, whole)
    builder = Builder(found, whole, known, start)
    links = tuple(_links(found, activities, whole, refusals))
    kept, compared = baselines(found, nodes, main)
    plan = Plan(
        start=start,
        tasks=tuple(builder.task(node) for node in nodes),
        links=links,
        calendars=calendars,
        calendar=own[0] if own else calendars[0].uid,
        status_date=main.data_date,
        critical_slack_minutes=main.critical_minutes,
    )
    return PlanFile(
        source=found.source,
        name=_name(found, main),
        tasks=_records(nodes, builder, links),
        people=_people(found, {activity.uid for activity in activities}),
        start=plan.start.date(),
        refusals=tuple(refusals),
        left_out=found.left_out,
        schedule=plan,
        baselines=kept,
        compared_with=compared,
        mark=found.mark,
        ours=found.mark.names((node.uid for node in nodes), PREFIX) if found.mark else {},
    )


def _told(found: p6.Contents) -> list[Refusal]:
    """What could not be read, and the parts of the breakdown that nothing can be in, as they have
    no id."""
    if len(found.activities) + len(found.wbs) > MOST_TASKS:
        raise PlanFileError(TOO_MANY)
    codes = {activity.uid: activity.code for activity in found.activities}
    told = [Refusal(None, codes.get(uid, uid), value, why) for uid, value, why in found.told]
    if not found.has_links and not found.mark and len(codes) > 1:
        told.append(Refusal(None, "TASKPRED", "", NO_LINKS))
    return told + [Refusal(None, one.code, one.name, NO_ID) for one in found.wbs if not one.uid]


def _kept(
    found: p6.Contents, whole: dict[str, p6.Project], refusals: list[Refusal]
) -> list[p6.Activity]:
    """The activities of whole projects, and those of others that have dates to stand at."""
    kept = []
    for activity in found.activities:
        if not activity.uid:
            refusals.append(Refusal(None, activity.code, activity.name, NO_ID))
        elif activity.project in whole or not whole or (activity.start and activity.finish):
            kept.append(activity)
        else:
            refusals.append(Refusal(None, activity.code, activity.name, NO_DATES))
    return kept


def _main(whole: dict[str, p6.Project], activities: list[p6.Activity]) -> p6.Project:
    """The project most activities are in."""
    counts = dict.fromkeys(whole, 0)
    for activity in activities:
        if activity.project in counts:
            counts[activity.project] += 1
    return whole[max(counts, key=lambda uid: counts[uid])]


def _start(whole: dict[str, p6.Project], activities: list[p6.Activity]) -> datetime:
    starts = [at for one in whole.values() if (at := one.data_date or one.start)]
    starts = starts or [at for activity in activities if (at := activity.start)]
    if not starts:
        raise PlanFileError(NO_START)
    return min(starts)


def _calendars(
    found: p6.Contents, activities: list[p6.Activity], refusals: list[Refusal]
) -> tuple[Calendar, ...]:
    used = {activity.calendar for activity in activities} | {
        resource.calendar for resource in found.resources
    }
    used |= {project.calendar for project in found.projects}
    for uid, name in found.damaged.items():
        if uid in used:
            raise PlanFileError(DAMAGED_CALENDAR)
        refusals.append(Refusal(None, "", name, DAMAGED_UNUSED))
    known = {calendar.uid for calendar in found.calendars}
    standing = (
        calendar if calendar.base is None or calendar.base in known else _alone(calendar)
        for calendar in found.calendars
    )
    return tuple(standing) or (STANDARD,)


def _alone(calendar: Calendar) -> Calendar:
    """A calendar whose base is not in the file stands on the usual week."""
    days = zip(calendar.days, OFFICE_WEEK, strict=True)
    return replace(
        calendar, base=None, days=tuple(usual if day is None else day for day, usual in days)
    )


def _links(
    found: p6.Contents,
    activities: list[p6.Activity],
    whole: dict[str, p6.Project],
    refusals: list[Refusal],
) -> list[Link]:
    known = {activity.uid: activity for activity in activities}
    there = {activity.uid for activity in found.activities}
    links = []
    for relation in found.relations:
        before, after = known.get(relation.predecessor), known.get(relation.successor)
        if after is None:
            if relation.successor not in there:
                refusals.append(
                    Refusal(None, relation.successor, before.code if before else "", NO_SUCCESSOR)
                )
            continue
        if before is None:
            refusals.append(Refusal(None, after.code, relation.predecessor, NO_TARGET))
            continue
        how, is_exact = _lag(relation, before, after, whole.get(after.project))
        if not is_exact:
            refusals.append(Refusal(None, after.code, before.code, LAG_CALENDAR))
        links.append(Link(before.uid, after.uid, relation.kind, relation.lag, how))
    return links


def _lag(
    relation: p6.Relation, before: p6.Activity, after: p6.Activity, project: p6.Project | None
) -> tuple[LagKind, bool]:
    """How a lag counts, and whether that is just what the file says."""
    rule = project.lag_calendar if project else p6.PREDECESSOR
    if not relation.lag or rule == p6.SUCCESSOR:
        return "working", True
    if rule == p6.ALL_HOURS:
        return "elapsed", True
    counted = before.calendar if rule == p6.PREDECESSOR or not project else project.calendar
    return "working", counted == after.calendar


def _name(found: p6.Contents, main: p6.Project) -> str:
    top = next((node for node in found.wbs if node.is_project and node.project == main.uid), None)
    return (top.name if top else "") or main.name


def _records(nodes: list[Node], builder: Builder, links: tuple[Link, ...]) -> tuple[PlanTask, ...]:
    waits: dict[str, list[PlanLink]] = {}
    for link in links:
        found = PlanLink(link.predecessor, link.kind, round(link.lag))
        waits.setdefault(link.successor, []).append(found)
    return tuple(builder.record(node, tuple(waits.get(node.uid, ()))) for node in nodes)


def _people(found: p6.Contents, known: set[str]) -> tuple[PlanPerson, ...]:
    used = {part.resource for part in found.assigned if part.activity in known}
    people = (
        PlanPerson(resource.name, resource.email)
        for resource in found.resources
        if resource.uid in used and resource.name
    )
    return tuple({person.name: person for person in people}.values())
