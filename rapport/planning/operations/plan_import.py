"""Bring a plan file in: rehearse it, which changes nothing, then apply it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.clients.models import Client
from rapport.engine.plan import PlanError
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.files import disk
from rapport.files.models import StoredFile
from rapport.files.operations import files
from rapport.integrations.planfiles.records import PlanFile
from rapport.lib.refusal import Refused
from rapport.planning.events import PLAN_IMPORT_ASKED, PLAN_IMPORT_SENT, PLAN_IMPORTED
from rapport.planning.models import PlanCalendar, PlanImport, PlanRules
from rapport.planning.models.baseline import LONGEST_NAME
from rapport.planning.operations import baselines, baselines_of_files
from rapport.planning.operations.applying import Applied, Target, apply_plan
from rapport.planning.queries.kept_rows import KeptRow, rows_now
from rapport.planning.queries.matching import match, names_in
from rapport.planning.reading import (
    NeedsColumns,
    Unreadable,
    columns,
    heed_parts,
    is_native,
    read,
)
from rapport.projects.models import Project, Task
from rapport.projects.queries.people import assignable
from rapport.ui.words import beginning
from rapport.workspaces.models import Workspace
from rapport.workspaces.operations.numbers import next_number

State = PlanImport.State
REFUSALS_KEPT = 5_000
NAMED = 5  # tasks that are elsewhere now, of each project
# Longer plans are rehearsed by the worker: tasks, and bytes beyond which none are counted first.
LONG, BIG = 1_000, 2_000_000


class NotImported(Refused):
    """The import is not in a state in which this can be done."""


@dataclass(frozen=True, slots=True)
class NewImport:
    """A file and where its plan shall go; see `applying.Target` for the wishes."""

    file: StoredFile
    client: Client | None = None
    project: Project | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    wishes: Mapping[str, Any] = field(default_factory=dict)


def rehearse(workspace: Workspace, new: NewImport, *, by: Acts, at: datetime) -> PlanImport:
    """Read a file and note what it would bring. Nothing but the note is kept.

    Raises a `Refused` with a sentence when it is no plan; then not even the note is kept.
    """
    made = _noted(workspace, new, by=by, at=at)
    with transaction.atomic():
        _read_and_note(made, by=by, at=at)
        made.number = next_number(workspace, "plan import")
        made.save()
    return made


def rehearse_soon(workspace: Workspace, new: NewImport, *, by: Acts, at: datetime) -> PlanImport:
    """Rehearse a short plan at once, and let the worker rehearse a long one, or one that has to be
    converted.

    Raises a `Refused` with a sentence when it is seen at once that it is no plan.
    """
    if is_native(disk.read(new.file)):
        heed_parts()
    elif not _is_long(new.file, new.mapping):
        return rehearse(workspace, new, by=by, at=at)
    made = _noted(workspace, new, by=by, at=at)
    with transaction.atomic():
        made.state = State.READING
        made.number = next_number(workspace, "plan import")
        made.save()
        publish(PLAN_IMPORT_SENT, subject=made, by=by, at=at)
    return made


@transaction.atomic
def read_sent(plan_import: PlanImport, *, by: Acts, at: datetime) -> None:
    """Rehearse what was left to the worker. A plan that cannot be read is noted as failed."""
    if plan_import.state != State.READING:
        return
    try:
        with transaction.atomic():
            _read_and_note(plan_import, by=by, at=at)
        plan_import.state = State.READ
    except Refused as refusal:
        plan_import.state, plan_import.error = State.FAILED, str(refusal)
    plan_import.save()


@transaction.atomic
def read_converted(plan_import: PlanImport, xml: bytes, *, by: Acts, at: datetime) -> None:
    """Rehearse what was converted to XML: that is the file of the import from now on."""
    if plan_import.state != State.READING:
        return
    name = f"{PurePath(plan_import.file.name).stem}.xml"
    try:
        plan_import.file = files.store(plan_import.workspace, name=name, content=xml, by=by, at=at)
    except Refused as refusal:
        fail_reading(plan_import, str(refusal))
    else:
        read_sent(plan_import, by=by, at=at)


def fail_reading(plan_import: PlanImport, sentence: str) -> None:
    """Note why the worker could not read an import."""
    rows = PlanImport.objects.filter(pk=plan_import.pk, state=State.READING)
    rows.update(state=State.FAILED, error=sentence)


def _is_long(file: StoredFile, mapping: Mapping[str, str]) -> bool:
    """Whether the rehearsal would keep a page waiting: a millisecond a task, and it holds the
    database meanwhile."""
    if file.size > BIG:
        return True
    try:
        return len(read(disk.read(file), file.name, mapping).tasks) > LONG
    except NeedsColumns:
        return False


def _noted(workspace: Workspace, new: NewImport, *, by: Acts, at: datetime) -> PlanImport:
    return PlanImport(
        workspace=workspace,
        file=new.file,
        project=new.project,
        client=new.project.client if new.project else new.client,
        wishes=dict(new.wishes),
        mapping=dict(new.mapping),
        by_id=by.pk if by.actor_kind == "member" else None,
        created_at=at,
    )


@transaction.atomic
def map_columns(
    plan_import: PlanImport, mapping: Mapping[str, str], *, by: Acts, at: datetime
) -> None:
    """Say which column of a table means what, and rehearse anew."""
    _heed_open(plan_import)
    plan_import.mapping = dict(mapping)
    _again(plan_import, by=by, at=at)


@transaction.atomic
def name_people(
    plan_import: PlanImport, people: Mapping[str, int | None], *, by: Acts, at: datetime
) -> None:
    """Say which member a name in the file means, and rehearse anew."""
    _heed_open(plan_import)
    plan_import.people = {
        name: people.get(name, known) for name, known in plan_import.people.items()
    }
    _again(plan_import, by=by, at=at)


@transaction.atomic
def ask(plan_import: PlanImport, *, by: Acts, at: datetime) -> None:
    """Let the worker apply a long import; asking twice is asking once."""
    rows = PlanImport.objects.filter(pk=plan_import.pk, state__in=[State.READ, State.FAILED])
    if rows.update(state=State.WORKING, error=""):
        plan_import.state = State.WORKING
        publish(PLAN_IMPORT_ASKED, subject=plan_import, by=by, at=at)


@transaction.atomic
def apply(plan_import: PlanImport, *, by: Acts, at: datetime) -> Project:
    """Take the plan over, all of it or nothing. An import that is done is not done again."""
    rows = PlanImport.objects.filter(pk=plan_import.pk).exclude(state=State.DONE)
    if not rows.update(state=State.DONE, done_at=at, error=""):
        raise NotImported(_("This plan was taken over already."))
    plan = read(disk.read(plan_import.file), plan_import.file.name, plan_import.mapping)
    before = baselines.dated_rows(plan_import.project, at=at) if plan_import.project else []
    done = _apply(plan_import, plan, by=by, at=at)
    _keep(before, plan_import, by=by, at=at)
    kept = _keep_theirs(plan_import, plan, done, at=at)
    plan_import.state, plan_import.done_at = State.DONE, at
    plan_import.project, plan_import.error = done.project, ""
    _write_down(plan_import, plan, done, kept)
    plan_import.save()
    taken = done.taken
    facts = {
        "number": plan_import.number,
        "source": plan.source,
        "created": taken.created,
        "changed": taken.changed + len(done.retimed),
        "links": taken.links_created + taken.links_changed,
        "baselines": kept,
        "costs": done.costs.changed,
    }
    publish(PLAN_IMPORTED, subject=done.project, by=by, at=at, facts=facts)
    return done.project


def _keep(before: list[KeptRow], plan_import: PlanImport, *, by: Acts, at: datetime) -> None:
    """The plan as it was stays as a baseline, unless it is empty or the file changed no date."""
    project = plan_import.project
    if project is not None and before and rows_now(project) != before:
        name = _("Before the import of %(file)s") % {"file": plan_import.file.name}
        baselines.keep(project, beginning(name, LONGEST_NAME), before, by=by, at=at)


def _keep_theirs(plan_import: PlanImport, plan: PlanFile, done: Applied, *, at: datetime) -> int:
    name, ids = plan_import.file.name, done.taken.ids
    return baselines_of_files.take_in(done.project, plan, name, ids, at=at)


def fail(plan_import: PlanImport, sentence: str) -> None:
    """Note why the worker could not apply an import."""
    rows = PlanImport.objects.filter(pk=plan_import.pk, state=State.WORKING)
    rows.update(state=State.FAILED, error=sentence)


def _again(plan_import: PlanImport, *, by: Acts, at: datetime) -> None:
    """Rehearse anew, at once or by the worker."""
    if _is_long(plan_import.file, plan_import.mapping):
        plan_import.state, plan_import.error = State.READING, ""
        publish(PLAN_IMPORT_SENT, subject=plan_import, by=by, at=at)
    else:
        _read_and_note(plan_import, by=by, at=at)
    plan_import.save()


def _heed_open(plan_import: PlanImport) -> None:
    if plan_import.state not in (State.READ, State.FAILED):
        raise NotImported(_("This plan was taken over already."))


def _read_and_note(plan_import: PlanImport, *, by: Acts, at: datetime) -> None:
    """Do it, look at what came of it, and undo it all: the dry run is the run.

    A table whose columns say nothing is noted as such, and waits for a person to say it.
    """
    data = disk.read(plan_import.file)
    try:
        plan = read(data, plan_import.file.name, plan_import.mapping)
    except NeedsColumns as lack:
        plan_import.summary, plan_import.error = _header(data), str(lack)
        plan_import.source = plan_import.summary["kind"]
        return
    plan_import.source, plan_import.error = plan.source, ""
    found = match(names_in(plan), assignable())
    plan_import.people = found | {
        name: member for name, member in plan_import.people.items() if name in found
    }
    with transaction.atomic():
        done = _apply(plan_import, plan, by=by, at=at)
        kept = _keep_theirs(plan_import, plan, done, at=at)
        _write_down(plan_import, plan, done, kept)
        plan_import.summary |= _header(data)
        transaction.set_rollback(True)


def _header(data: bytes) -> dict[str, Any]:
    """The columns of a table and what they seem to mean."""
    table = columns(data)
    if table is None:
        return {}
    header = list(table.header) if table.needs_mapping else []
    return {"kind": table.kind, "header": header, "proposal": table.mapping}


def _apply(plan_import: PlanImport, plan: PlanFile, *, by: Acts, at: datetime) -> Applied:
    target = Target(plan_import.client, plan_import.project, plan_import.wishes)
    try:
        return apply_plan(plan, target, plan_import.people, by=by, at=at)
    except PlanError as error:
        raise Unreadable(str(error)) from error


def _write_down(plan_import: PlanImport, plan: PlanFile, done: Applied, baselines: int) -> None:
    """The summary people see, and the rows that were refused."""
    taken, state = done.taken, done.state
    retimed = len(done.retimed)
    names = dict(Task.objects.filter(pk__in=state.circle).values_list("pk", "name"))
    known = sum(member is not None for member in plan_import.people.values())
    plan_import.summary = {
        "name": done.project.name,
        "key": done.project.key,
        "tasks": {
            "new": taken.created,
            "changed": taken.changed + retimed,
            "unchanged": taken.unchanged - retimed,
            "missing": taken.missing,
        },
        "links": {"new": taken.links_created, "changed": taken.links_changed},
        "people": {"members": known, "names": len(plan_import.people) - known},
        **_calendars(done),
        "promises": done.promises,
        "baselines": baselines,
        "costs": asdict(done.costs),
        "elsewhere": _elsewhere(done.elsewhere),
        "refused": len(done.refusals),
        "unknown_columns": list(plan.unknown_columns),
        "circle": [names[pk] for pk in state.circle],
        "starts_on": done.project.starts_on.isoformat(),
        "finish": state.finish.isoformat() if state.finish else None,
    }
    plan_import.refusals = [
        asdict(refusal) | {"reason": _(refusal.reason) if refusal.reason else ""}
        for refusal in done.refusals[:REFUSALS_KEPT]
    ]


def _elsewhere(tasks: Sequence[Task]) -> list[dict[str, Any]]:
    """The projects in which tasks of the file are now, with the first names."""
    found: dict[int, dict[str, Any]] = {}
    for task in tasks:
        blank = {"key": task.project.key, "project": task.project.name, "tasks": 0, "names": []}
        one = found.setdefault(task.project_id, blank)
        one["tasks"] += 1
        if len(one["names"]) < NAMED:
            one["names"].append(task.name)
    return list(found.values())


def _calendars(done: Applied) -> dict[str, Any]:
    """The calendars of the file, as they are kept, and how many of them are other ones now."""
    framed = done.framed
    if framed is None:
        return {"calendars": [], "calendars_changed": 0}
    own = PlanRules.objects.filter(project=done.project).values_list("calendar_id", flat=True)
    rows = PlanCalendar.objects.filter(project=done.project, pk__in=framed.calendars.values())
    return {
        "calendars": [
            {
                "name": row.name,
                "is_own": row.pk in own,
                "days": row.days,
                "exceptions": len(row.exceptions),
                "is_new": row.pk in framed.new,
            }
            for row in rows.order_by("pk")
        ],
        "calendars_changed": len(framed.changed) + framed.has_other_rules,
    }
