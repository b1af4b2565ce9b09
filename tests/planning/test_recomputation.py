"""Whatever is edited, in whatever order: the dates are those of a plan made from scratch."""

from datetime import UTC, date, datetime
from itertools import count

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.events.models import Event
from rapport.lib.refusal import Refused
from rapport.planning.models import PlanState, ScheduleRow
from rapport.planning.operations import memory, rows, scheduling
from rapport.projects.durations import Lag
from rapport.projects.models import Dependency, Helper, Project, Task
from rapport.projects.operations import (
    dependencies,
    hands,
    helping,
    placing,
    progress,
    several,
    tasks,
    writing,
)
from rapport.projects.operations.tasks import NewTask
from rapport.projects.waits import Wait
from rapport.resourcing.operations import shares
from rapport.resourcing.operations.shares import Share
from tests.builders import Make
from tests.engines import examples

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)
serial = count(1)
which = st.integers(0, 30)
START = st.tuples(st.just("create"), which, st.integers(0, 2400))
EDITS = st.one_of(
    START,
    st.tuples(st.just("duration"), which, st.integers(0, 4800)),
    st.tuples(st.just("link"), which, which, st.sampled_from(["FS", "SS", "FF", "SF"])),
    st.tuples(st.just("unlink"), which),
    st.tuples(st.just("indent"), which),
    st.tuples(st.just("outdent"), which),
    st.tuples(st.just("move"), which, which),
    st.tuples(st.just("state"), which, st.sampled_from(["todo", "doing", "done"])),
    st.tuples(st.just("constrain"), which, st.sampled_from(list(Task.Constraint.values))),
    st.tuples(st.just("assign"), which, st.booleans()),
    st.tuples(st.just("help"), which, st.booleans()),
    st.tuples(st.just("bin"), which),
    st.tuples(st.just("write"), which, which, st.integers(0, 4800)),
    st.tuples(st.just("step"), which, st.sampled_from([-1, 1])),
    st.tuples(st.just("undo"), which),
    st.tuples(st.just("restore"), which),
)


class Editor:
    """Applies edits by the product's own operations; what is refused is left out."""

    def __init__(self, project, by):
        self.project, self.act = project, {"by": by, "at": NOW}
        shares.say(by, Share(weekdays=[2]), **self.act)
        self.colleague = Make(project.workspace).member()

    def pick(self, n, *, binned=False):
        live = Task.objects.filter(project=self.project, binned_at__isnull=not binned)
        found = list(live.order_by("pk").select_related("project", "workspace"))
        return found[n % len(found)] if found else None

    def apply(self, edit):
        name, n, *rest = edit
        task = self.pick(n, binned=name == "restore")
        if name == "create":
            new = NewTask(f"t{n}", duration_minutes=rest[0], parent=task if n % 3 else None)
            tasks.create(self.project, new, **self.act)
        elif task is not None:
            getattr(self, f"do_{name}")(task, *rest)

    def do_duration(self, task, minutes):
        tasks.set_duration(task, minutes, **self.act)

    def do_link(self, task, n, kind):
        dependencies.link(task, self.pick(n), kind=kind, lag=Lag(240), **self.act)

    def do_unlink(self, task):
        for link in Dependency.objects.filter(successor=task)[:1]:
            dependencies.unlink(link, **self.act)

    def do_indent(self, task):
        placing.indent(task, **self.act)

    def do_outdent(self, task):
        placing.outdent(task, **self.act)

    def do_move(self, task, n):
        placing.move(task, self.pick(n), None, **self.act)

    def do_write(self, task, n, minutes):
        waits = [Wait(self.pick(n).number, "SS", Lag(60))] if n % 2 else []
        line = writing.Line(task, {"duration_minutes": minutes}, waits)
        made = [writing.Line(None, {"name": "new"})] if n % 5 == 0 else []
        writing.write(self.project, [line, *made], **self.act)

    def do_step(self, task, by_rows):
        placing.step(task, by_rows=by_rows, **self.act)

    def do_undo(self, task):
        mine = Event.objects.filter(project_id=self.project.pk, actor_kind="member")
        for act in mine.order_by("-pk")[:1]:
            several.undo(self.project, act.pk, **self.act)

    def do_state(self, task, state):
        progress.set_state(task, state, **self.act)

    def do_constrain(self, task, kind):
        tasks.constrain(task, kind, NOW, **self.act)

    def do_assign(self, task, to_one):
        """To the one who works on Tuesdays, or to nobody; alone, or as one of several."""
        now = None if task.assignee_id else self.act["by"]
        if to_one:
            hands.assign(task, now, **self.act)
        else:
            hands.assign_all(self.project, [task], now, **self.act)

    def do_help(self, task, by_one_of_us):
        """Put on it, or taken off: the one who works on Tuesdays, or their colleague."""
        member = self.act["by"] if by_one_of_us else self.colleague
        helper = Helper.objects.counting().filter(task=task, member=member).first()
        if helper:
            helping.take_off(helper, **self.act)
        else:
            helping.put_on(task, member, 50, **self.act)

    def do_bin(self, task):
        tasks.put_in_bin(task, **self.act)

    def do_restore(self, task):
        tasks.restore(task, **self.act)


def _stored(project):
    """All that is stored of the dates, but in which round it became so."""
    rows = ScheduleRow.objects.filter(project=project).order_by("pk").values()
    return [{name: value for name, value in row.items() if name != "round"} for row in rows]


@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(edits=st.lists(EDITS, max_size=14))
def test_recomputing_after_any_edits_equals_scheduling_from_scratch(
    make: Make, owner, client_company, edits
):
    project = make.project(client_company, starts_on=date(2026, 3, 2), key=f"H{next(serial)}")
    editor = Editor(project, owner)
    for edit in edits:
        try:
            editor.apply(edit)
        except Refused:
            continue
    kept = _stored(project)
    ScheduleRow.objects.filter(project=project).delete()
    scheduling.reschedule(project, at=NOW)
    assert kept == _stored(project)
    live = Task.objects.live().filter(project=project)
    assert {row["task_id"] for row in kept} == set(live.values_list("pk", flat=True))


def test_writing_the_same_schedule_again_writes_nothing(make, client_company):
    project = make.project(client_company, starts_on=date(2026, 3, 2))
    make.task(project)
    scheduling.reschedule(project, at=NOW)
    stored = _stored(project)
    with scheduling.watched() as changed:
        scheduling.reschedule(project, at=NOW)
    assert changed == {} and stored == _stored(project)
    assert rows.write(project, []) == ([], [])
    assert _stored(project) == []


@pytest.fixture
def _remembered(monkeypatch):
    """Every plan is worth remembering, and what is remembered counts at once."""
    monkeypatch.setattr(memory, "FROM", 1)
    monkeypatch.setattr(memory.transaction, "on_commit", lambda act: act())


@settings(
    max_examples=examples(25),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    edits=st.lists(EDITS, min_size=4, max_size=20), start=st.lists(START, min_size=3, max_size=6)
)
def test_what_a_process_remembers_of_a_plan_gives_the_dates_of_a_plan_made_from_scratch(
    make: Make, owner, client_company, _remembered, edits, start
):
    project = make.project(client_company, starts_on=date(2026, 3, 2), key=f"R{next(serial)}")
    editor = Editor(project, owner)
    for edit in (*start, *edits):
        try:
            with transaction.atomic():
                editor.apply(edit)
        except Refused:
            memory.take(project.pk)  # its commit never came
            continue
    kept = _stored(project)
    ScheduleRow.objects.filter(project=project).delete()
    scheduling.reschedule(project, at=NOW)
    assert kept == _stored(project)


def test_edits_of_other_processes_are_read_before_a_plan_is_dated_again(
    make, owner, client_company, _remembered, monkeypatch
):
    project = make.project(client_company, starts_on=date(2026, 3, 2))
    act = {"by": owner, "at": NOW}
    one, two, three = (tasks.create(project, NewTask(name), **act) for name in "abc")
    dependencies.link(one, two, **act)
    tasks.set_duration(three, 240, **act)
    mine = memory.take(project.pk)
    # Another process knows nothing, reads the plan whole, and edits it. That `two` went away is
    # not seen by whoever remembers where it was, since it comes back there.
    was = one.duration_minutes
    tasks.set_duration(one, 2400, **act)
    tasks.set_duration(three, 960, **act)
    memory.take(project.pk)
    memory.remember(project.pk, mine)
    read = []
    monkeypatch.setattr(scheduling, "project_plan", read.append)
    tasks.set_duration(one, was, **act)
    assert read == []
    monkeypatch.undo()
    kept = _stored(project)
    ScheduleRow.objects.filter(project=project).delete()
    scheduling.reschedule(project, at=NOW)
    assert kept == _stored(project)


def test_a_remembered_plan_is_not_believed_after_a_change_that_no_act_tells(
    make, owner, client_company, _remembered
):
    project = make.project(client_company, starts_on=date(2026, 3, 2))
    act = {"by": owner, "at": NOW}
    one, two = (tasks.create(project, NewTask(name), **act) for name in "ab")
    Task.objects.filter(pk=two.pk).update(duration_minutes=4800)
    Project.objects.filter(pk=project.pk).update(plan_revision=F("plan_revision") + 1)
    tasks.set_duration(one, 960, **act)
    row = ScheduleRow.objects.get(task=two)
    assert (row.finish - row.start).days > 7


def test_a_remembered_plan_that_was_deleted_and_made_anew_is_read_again(
    make, owner, client_company, _remembered
):
    project = make.project(client_company, starts_on=date(2026, 3, 2))
    act = {"by": owner, "at": NOW}
    one, two = (tasks.create(project, NewTask(name), **act) for name in "ab")
    PlanState.objects.all().delete()
    ScheduleRow.objects.all().delete()
    tasks.set_duration(one, 960, **act)
    assert ScheduleRow.objects.filter(project=project).count() == 2


def test_a_remembered_plan_knows_of_a_helper_whose_coming_was_undone(
    make, owner, client_company, _remembered
):
    project = make.project(client_company, starts_on=date(2026, 3, 2))
    act = {"by": owner, "at": NOW}
    shares.say(owner, Share(weekdays=[2]), **act)
    theirs, other = (tasks.create(project, NewTask(name), **act) for name in "ab")
    hands.assign(theirs, owner, **act)
    hands.assign(other, make.member(), **act)
    came = helping.put_on(other, owner, 50, **act)
    tasks.set_duration(theirs, 960, **act)
    with_helper = ScheduleRow.objects.get(task=other).finish
    several.undo(project, came, **act)
    kept = _stored(project)
    assert ScheduleRow.objects.get(task=other).finish < with_helper
    ScheduleRow.objects.filter(project=project).delete()
    scheduling.reschedule(project, at=NOW)
    assert kept == _stored(project)
