"""Tasks go to another project with all that hangs on them, and come back by Undo."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils.timezone import localdate, now

from rapport.control.queries.history import progress_of
from rapport.delivery.operations import handing_over
from rapport.delivery.operations.handing_over import DeliverableFacts
from rapport.events.models import Event
from rapport.inbox.operations import task_ties
from rapport.outreach.operations import asking
from rapport.outreach.operations.asking import NewQuestion
from rapport.planning.models import (
    Occurrence,
    PlanCalendar,
    PlanRules,
    ScheduleRow,
    TaskSeries,
    TaskTiming,
    WorkShare,
)
from rapport.planning.operations import baselines, costs, risks, scheduling
from rapport.planning.operations.risks import RiskFacts
from rapport.planning.queries.frame import frame_of
from rapport.portfolio.models import Levelling, Move
from rapport.portfolio.operations import ways
from rapport.portfolio.operations.ways import NewWay
from rapport.projects.models import Dependency, FormerPlace, Helper, Project, ProjectMember, Task
from rapport.projects.operations import dependencies, progress, tasks, transfer
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise
from rapport.reports.operations import writing
from rapport.reports.queries.gather import gather
from rapport.reports.queries.span import Span
from rapport.resourcing.models import Skill, TaskSkill
from rapport.search.models import SearchDocument
from rapport.search.operations import index
from rapport.timesheets.models import TimeEntry
from tests.events.test_atomic import assert_all_or_nothing, dump, every_table

HERE = "/w/fernhill/projects/LAB/transfer/"
BULK = "/w/fernhill/projects/LAB/tasks/"


@pytest.fixture
def label(make, client_company):
    return make.project(client_company, "Label relaunch", key="LAB")


@pytest.fixture
def site(make, client_company):
    project = make.project(client_company, "Site", key="SITE")
    make.task(project, "Sitemap")
    return project


@pytest.fixture
def kestrel(make):
    return make.project(make.client("Kestrel"), "Booking app", key="APP")


@pytest.fixture
def plan(make, label, manager):
    """Proofs, with two parts that follow one another, between a brief and the print."""
    found = {name: make.task(label, name) for name in ("Brief", "Proofs", "Print")}
    for name in ("German", "French"):
        found[name] = make.task(label, name, parent=found["Proofs"])
    order = ("Brief", "Proofs", "German", "French", "Print")
    for position, name in enumerate(order, 1):
        Task.objects.filter(pk=found[name].pk).update(position=position)
    for one, other in (("Brief", "German"), ("German", "French"), ("French", "Print")):
        dependencies.link(found[one], found[other], by=manager, at=now())
    return found


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def move(browser, *numbers, to="SITE", path=HERE, **more):
    sent = {"task": numbers, "to": to, "step": "move", **more}
    return browser.post(path, sent, follow=True)


def undo_of(answer):
    return next(str(one.extra_tags) for one in answer.context["messages"]).split("undo=")[1]


def standing(project):
    """The plan as people see it: number, name, parent's name, in order."""
    rows = Task.objects.filter(project=project).order_by("position")
    return list(rows.values_list("number", "name", "parent__name"))


def linked(project):
    rows = Dependency.objects.filter(project=project)
    return set(rows.values_list("predecessor__name", "successor__name"))


def test_a_task_goes_with_all_under_it(plan, label, site, manager, browse):
    answer = move(browse(manager), 2)
    assert "1 task is in Site now." in text(answer)
    assert answer.redirect_chain[-1][0] == "/w/fernhill/projects/SITE/tasks/2/"
    assert standing(label) == [(1, "Brief", None), (3, "Print", None)]
    assert standing(site) == [
        (1, "Sitemap", None), (2, "Proofs", None), (3, "German", "Proofs"), (4, "French", "Proofs"),
    ]  # fmt: skip
    assert linked(site) == {("German", "French")} and linked(label) == set()
    [left, came] = Event.objects.filter(verb__in=("tasks.left", "tasks.came")).order_by("pk")
    assert (left.project_id, came.project_id) == (label.pk, site.pk)
    assert len(left.facts["tasks"]) == 3 and len(left.facts["links"]) == 2


def test_both_plans_are_dated_anew(plan, label, site, manager, browse):
    move(browse(manager), 2)
    for project, count in ((label, 2), (site, 4)):
        rows = ScheduleRow.objects.filter(task__project=project)
        assert rows.count() == count == rows.filter(project=project).count()
    german, french = (ScheduleRow.objects.get(task__name=name) for name in ("German", "French"))
    assert french.start >= german.finish and french.driver_id == german.task_id


def test_it_is_said_beforehand(plan, label, site, make, manager, guest, browse):
    Task.objects.filter(pk=plan["German"].pk).update(assignee=guest)
    Task.objects.filter(pk=plan["French"].pk).update(assignee=manager)
    make.on_project(label, guest)
    spend(label, plan["German"], manager)
    page = text(browse(manager).post(HERE, {"task": [2], "to": "SITE", "step": "show"}))
    for said in (
        "3 tasks go to Site and get new numbers.", "2 links are cut.", "1 time entry",
        "“German” no longer waits for “Brief”", f"Not on Site: {manager.name}.",
        f"until they are put on Site: {guest.name}.", "Move them",
    ):  # fmt: skip
        assert said in page
    assert "become internal" not in page and "no longer sees" not in page
    assert len(standing(label)) == 5, "to ask changes nothing"


def spend(project, task, member):
    return TimeEntry.objects.create(
        workspace=project.workspace, member=member, project=project, task=task, day=localdate(),
        minutes=60, created_at=now(),
    )  # fmt: skip


def test_the_old_address_leads_to_the_task(plan, label, site, manager, browse):
    browser = browse(manager)
    move(browser, 2)
    old, new = "/w/fernhill/projects/LAB/tasks/2/", "/w/fernhill/projects/SITE/tasks/2/"
    assert browser.get(old)["Location"] == new
    assert "was LAB-2" in text(browser.get(new))
    move(browser, 2, to="LAB", path="/w/fernhill/projects/SITE/transfer/")
    assert browser.get(old)["Location"] == "/w/fernhill/projects/LAB/tasks/6/"
    assert browser.get(new)["Location"] == "/w/fernhill/projects/LAB/tasks/6/"
    assert "was SITE-2, LAB-2" in text(browser.get("/w/fernhill/projects/LAB/tasks/6/"))


def test_an_old_address_tells_a_guest_nothing(plan, label, site, make, manager, guest, browse):
    make.on_project(label, guest)
    move(browse(manager), 2)
    assert browse(guest).get("/w/fernhill/projects/LAB/tasks/2/").status_code == 404
    make.on_project(site, guest)
    assert browse(guest).get("/w/fernhill/projects/LAB/tasks/2/").status_code == 302
    ProjectMember.objects.filter(project=label, member=guest).delete()
    assert browse(guest).get("/w/fernhill/projects/LAB/tasks/2/").status_code == 404


def test_several_chosen_tasks_go_at_once(plan, label, site, manager, browse):
    browser = browse(manager)
    page = text(browser.post(BULK, {"task": [1, 2, 4], "act": "transfer", "back": "table"}))
    assert "Where to" in page and page.count('name="task"') == 3
    answer = move(browser, 1, 2, 4, back="table")
    assert "3 tasks are in Site now." in text(answer)
    assert answer.redirect_chain[-1][0] == "/w/fernhill/projects/SITE/plan/table/"
    assert [name for _n, name, _p in standing(site)] == [
        "Sitemap", "Brief", "Proofs", "German", "French",
    ]  # fmt: skip
    assert linked(site) == {("Brief", "German"), ("German", "French")}


def everything_but(*names):
    """Every row but those that only grow, or say when something was reckoned."""
    left_out = {
        "events_event", "events_job", "events_tick", "workspaces_runningnumber", "django_session",
        "projects_formerplace", "accounts_device", *names,
    }  # fmt: skip
    return {table: rows for table, rows in dump(every_table()).items() if table not in left_out}


# The same under another key or with a later revision; what is in them is compared by itself.
WRITTEN_ANEW = (
    "planning_planstate", "planning_schedulerow", "projects_project", "projects_dependency",
)  # fmt: skip


def test_undo_takes_all_back(furnished_plan, label, site, manager, browse):
    scheduling.reschedule(label, at=now())
    before = everything_but(*WRITTEN_ANEW)
    places, dates, links = standing(label), dates_of(label), linked(label)
    browser = browse(manager)
    answer = move(browser, 2)
    assert standing(label) != places
    assert browser.post(undo_of(answer), headers={"HX-Request": "true"}).status_code == 204
    assert (standing(label), dates_of(label), linked(label)) == (places, dates, links)
    after = everything_but(*WRITTEN_ANEW)
    differ = {name: rows for name, rows in before.items() if rows != after[name]}
    assert differ == {}
    assert browser.get("/w/fernhill/projects/SITE/tasks/2/")["Location"].endswith("/LAB/tasks/2/")
    again = browser.post(undo_of(answer), headers={"HX-Request": "true"})
    assert "stays as it is" in text(again, 409)


def dates_of(project):
    rows = ScheduleRow.objects.filter(project=project).order_by("task")
    return list(rows.values_list("task", "start", "finish", "driver", "total_slack"))


def test_undo_leaves_what_others_did_since(plan, label, site, make, manager, browse):
    browser = browse(manager)
    answer = move(browser, 2)
    german = Task.objects.get(name="German")
    tasks.create(site, tasks.NewTask("Spanish", parent=Task.objects.get(name="Proofs")),
                 by=manager, at=now())  # fmt: skip
    Task.objects.filter(pk=german.pk).update(name="Austrian")
    move(browser, Task.objects.get(name="French").number, to="LAB",
         path="/w/fernhill/projects/SITE/transfer/")  # fmt: skip
    browser.post(undo_of(answer), headers={"HX-Request": "true"})
    assert standing(label) == [
        (1, "Brief", None), (2, "Proofs", None), (4, "Austrian", "Proofs"),
        (7, "Spanish", "Proofs"), (3, "Print", None), (6, "French", None),
    ]  # fmt: skip
    assert linked(label) == {("Brief", "Austrian"), ("French", "Print")}


def test_a_link_that_would_close_a_circle_by_now_keeps_the_undo_away(
    plan, label, site, manager, browse
):
    browser = browse(manager)
    answer = move(browser, 2)
    dependencies.link(plan["Print"], plan["Brief"], by=manager, at=now())
    assert "wait for each other" in text(
        browser.post(undo_of(answer), headers={"HX-Request": "true"}), 409
    )
    assert len(standing(site)) == 4


# Whatever hangs on a task


def _schedule(row):
    scheduling.reschedule(row.project, at=now())
    return ScheduleRow.objects.get(task=row)


def _timing(task):
    base = PlanCalendar.objects.create(
        workspace=task.workspace, project=task.project, name="Usual", is_on_workspace=True,
        days=[None] * 7,
    )  # fmt: skip
    calendar = PlanCalendar.objects.create(
        workspace=task.workspace, project=task.project, name="Mornings", base=base,
        days=[[[480, 720]]] * 5 + [[], []],
    )  # fmt: skip
    timing = TaskTiming.objects.create(
        workspace=task.workspace, project=task.project, task=task, calendar=calendar
    )
    WorkShare.objects.create(
        workspace=task.workspace, project=task.project, timing=timing, position=0,
        duration_minutes=480, calendar=base,
    )  # fmt: skip
    return timing


def _series(task):
    return TaskSeries.objects.create(
        workspace=task.workspace, summary=task, rule={"kind": "daily", "every": 1},
        since=localdate(), times=1, name="Proofs", duration_minutes=480,
    )  # fmt: skip


def _move(task):
    levelling = Levelling.objects.create(workspace=task.workspace, number=1, asked_at=now())
    return Move.objects.create(
        workspace=task.workspace, levelling=levelling, task=task, start=now(), finish=now(),
        to_start=now(), to_finish=now(), why="busy", other=task,
    )  # fmt: skip


def _skill(task):
    skill = Skill.objects.create(
        workspace=task.workspace, number=1, name="Typesetting", created_at=now()
    )
    return TaskSkill.objects.create(workspace=task.workspace, task=task, skill=skill)


@pytest.fixture
def makers(make, manager, contact):
    """For each kind of record with a task, how one comes about. A new kind needs its line here,
    and a listener of `tasks.left` where it has a project too."""
    at = now()
    return {
        "timesheets.TimeEntry": lambda task: spend(task.project, task, manager),
        "promises.Promise": lambda task: making.make(
            NewPromise(
                task.project.client, "Proofs", localdate() + timedelta(days=9), task.project,
                task=task,
            ),
            by=manager, at=at,
        ),
        "delivery.Deliverable": lambda task: handing_over.create(
            task.project, facts=DeliverableFacts("Proof", contact=contact, task=task),
            by=manager, at=at,
        ),
        "outreach.Question": lambda task: asking.ask(
            NewQuestion(contact, "Which red?", project=task.project, task=task),
            by=manager, at=at,
        ),
        "planning.TaskTiming": _timing,
        "planning.TaskCost": lambda task: costs.charge(task, 9_000, by=manager, at=at),
        "planning.RiskTask": lambda task: risks.note(
            task.project, RiskFacts("Late paper", 20, frozenset({task.pk})), by=manager, at=at
        ),
        "planning.ScheduleRow": _schedule,
        "planning.TaskSeries": _series,
        "planning.Occurrence": lambda task: Occurrence.objects.create(
            workspace=task.workspace, series=_series(task.parent), task=task, day=localdate(),
            number=1,
        ),
        "portfolio.Move": _move,
        "resourcing.TaskSkill": _skill,
        "portfolio.Way": lambda task: ways.note(
            task, NewWay("overtime", 240, 480), by=manager, at=at
        ),
        "projects.Helper": lambda task: Helper.objects.create(
            workspace=task.workspace, task=task, member=manager, percent=50
        ),
        "projects.FormerPlace": lambda task: FormerPlace.objects.create(
            workspace=task.workspace, project=make.project(), number=9, task=task
        ),
        "projects.Dependency": lambda task: Dependency.objects.filter(predecessor=task).first(),
        "projects.Task": lambda task: task,
        "inbox.TaskTie": lambda task: task_ties.tie(
            make.conversation(contact, "Which red?"), task, by=manager, at=at
        ),
    }  # fmt: skip


@pytest.fixture
def furnished_plan(plan, makers):
    """One of everything on «German»; two lines of the plan file on it."""
    german = Task.objects.select_related("project__client", "workspace").get(name="German")
    Task.objects.filter(pk=german.pk).update(imported_uid="17")
    for maker in makers.values():
        maker(german)
    return plan


def _on_tasks():
    """Every model with a foreign key to a task, and the names of these keys."""
    found = {}
    for model in apps.get_models():
        names = [f.name for f in model._meta.fields if f.related_model is Task]
        if names:
            found[model] = names
    return found


def test_each_kind_of_record_on_a_task_is_proved_here(makers):
    assert {model._meta.label for model in _on_tasks()} == set(makers)


TRAIL = {FormerPlace}  # names the project a task was in


def test_whatever_has_a_task_is_in_the_project_of_the_task(
    furnished_plan, label, site, manager, browse
):
    assert "in Site now" in text(move(browse(manager), 2))
    astray = []
    for model, names in _on_tasks().items():
        fields = {f.name for f in model._meta.fields if f.related_model is Project}
        for name in names:
            rows = model._default_manager.exclude(**{name: None})
            assert rows.exists(), f"no {model._meta.label} has a {name}"
            astray += [
                (model._meta.label, name, row.pk)
                for row in rows.select_related(name)
                for field in fields
                if model not in TRAIL
                and getattr(row, f"{field}_id") != getattr(row, name).project_id
            ]
    assert astray == []
    share = WorkShare.objects.get()
    assert share.project == site
    assert {share.calendar.project, share.timing.calendar.project} == {site}
    assert share.timing.calendar.base == share.calendar
    assert Task.objects.get(name="German").imported_uid == ""


def test_a_calendar_of_the_same_hours_is_used_and_not_copied(
    furnished_plan, label, site, manager, browse
):
    browser = browse(manager)
    move(browser, 2)
    assert PlanCalendar.objects.filter(project=site).count() == 2
    move(browser, 2, to="LAB", path="/w/fernhill/projects/SITE/transfer/")
    assert PlanCalendar.objects.filter(project=label).count() == 2


def test_a_copied_calendar_stays_where_something_else_counts_in_it(
    furnished_plan, label, site, manager, browse
):
    browser = browse(manager)
    answer = move(browser, 2)
    mornings = PlanCalendar.objects.get(project=site, name="Mornings")
    PlanRules.objects.create(workspace=site.workspace, project=site, calendar=mornings)
    browser.post(undo_of(answer), headers={"HX-Request": "true"})
    assert PlanCalendar.objects.filter(project=site).count() == 2


def test_what_was_written_in_the_same_moment_follows(plan, label, site, manager, browse, run_jobs):
    move(browse(manager), 2)
    entry = spend(label, Task.objects.get(name="German"), manager)
    Dependency.objects.create(
        workspace=label.workspace, project=label, predecessor=plan["Brief"],
        successor=plan["German"],
    )  # fmt: skip
    run_jobs()
    assert TimeEntry.objects.get(pk=entry.pk).project == site
    assert linked(label) == set() and linked(site) == {("German", "French")}


def test_it_is_found_under_its_new_reference(plan, label, site, manager, browse, run_jobs):
    index.catch_up(at=now())
    move(browse(manager), 2)
    run_jobs()
    document = SearchDocument.objects.get(kind="task", record_id=plan["German"].pk)
    assert document.project_id == site.pk and "SITE-3" in document.title


def test_a_baseline_keeps_what_was_agreed(plan, label, site, manager, browse):
    kept = baselines.take(label, "Agreed", by=manager, at=now())
    before = dump(["planning_baselinerow"])
    browser = browse(manager)
    move(browser, 2)
    assert dump(["planning_baselinerow"]) == before
    page = text(browser.get(f"/w/fernhill/projects/LAB/plan/baselines/{kept.number}/"))
    assert "Agreed" in page


def test_what_was_done_before_is_told_where_the_task_is(plan, label, site, manager, browse):
    done = plan["German"]
    progress.set_percent(done, 40, by=manager, at=now() - timedelta(days=2))
    progress.set_state(Task.objects.get(pk=done.pk), "done", by=manager, at=now())
    move(browse(manager), 2)
    today = localdate()
    for project, expected in ((label, []), (site, ["German"])):
        project = Project.objects.select_related("client", "workspace").get(pk=project.pk)
        report = writing.begin(project, today=today, by=manager, at=now())
        facts = gather(report, Span.of(project, today - timedelta(days=6), today, at=now()))
        said = [fact.values["name"] for fact in facts if fact.code == "completed"]
        assert said == expected
    rows = Task.objects.filter(pk=done.pk).values()
    rows = [row | {"pk": row["id"]} for row in rows]
    steps = list(progress_of(site, rows, frame_of(site), now()))
    assert [int(step.percent) for step in steps] == [40, 100]


# Another client


def test_what_was_promised_stays_with_its_client(furnished_plan, label, kestrel, manager, browse):
    browser = browse(manager)
    page = text(browser.post(HERE, {"task": [2], "to": "APP", "step": "show"}))
    assert "1 promise of Northwind Medical: that stays between you" in page
    assert "Move them" not in page
    answer = move(browser, 2, to="APP")
    assert "that stays between you" in text(answer, 422)
    assert len(standing(label)) == 5 and standing(kestrel) == []


@pytest.mark.parametrize("kind", ["promises.Promise", "delivery.Deliverable", "outreach.Question"])
def test_so_does_each_thing_between_us_and_a_client(
    plan, makers, label, kestrel, manager, browse, kind
):
    german = Task.objects.select_related("project__client", "workspace").get(name="German")
    made = makers[kind](german)
    type(made).objects.filter(pk=made.pk).update(binned_at=now())
    text(move(browse(manager), 2, to="APP"), 422)
    type(made).objects.filter(pk=made.pk).update(task=None)
    assert "in Booking app now" in text(move(browse(manager), 2, to="APP"))


def test_another_client_sees_nothing_until_it_is_shown(plan, label, kestrel, manager, browse):
    Task.objects.filter(name="German").update(turn="client", turn_since=now())
    browser = browse(manager)
    page = text(browser.post(HERE, {"task": [2], "to": "APP", "step": "show"}))
    assert "3 tasks become internal" in page and "Northwind Medical no longer sees 3 tasks." in page
    answer = move(browser, 2, to="APP")
    rows = Task.objects.filter(project=kestrel)
    assert set(rows.values_list("visibility", "turn")) == {("internal", "us")}
    browser.post(undo_of(answer), headers={"HX-Request": "true"})
    assert not Task.objects.filter(project=label).exclude(visibility="client").exists()
    assert Task.objects.get(name="German").turn == "client"


def test_nor_does_what_will_come_back_by_a_rule(plan, label, kestrel, manager, browse):
    series = _series(plan["Proofs"])
    browser = browse(manager)
    answer = move(browser, 2, to="APP")
    assert TaskSeries.objects.get(pk=series.pk).visibility == "internal"
    browser.post(undo_of(answer), headers={"HX-Request": "true"})
    assert TaskSeries.objects.get(pk=series.pk).visibility == "client"


def test_what_a_client_did_not_see_is_not_shown_by_moving(plan, label, site, manager, browse):
    Project.objects.filter(pk=label.pk).update(visibility="internal")
    move(browse(manager), 2)
    assert set(Task.objects.filter(project=site).values_list("name", "visibility")) == {
        ("Sitemap", "client"), ("Proofs", "internal"), ("German", "internal"),
        ("French", "internal"),
    }  # fmt: skip


# Who may, and where to


def test_only_ones_own_projects_are_offered(plan, label, site, make, guest, stranger, browse):
    make.on_project(label, guest)
    browser = browse(guest)
    page = text(browser.get(f"{HERE}?task=2"))
    assert "There is no other project" in page and "Site" not in page
    assert move(browser, 2).status_code == 404
    assert move(browser, 2, to="FRN").status_code == 404
    make.on_project(site, guest)
    assert "in Site now" in text(move(browser, 2))


def test_those_who_may_not_work_move_nothing(plan, site, viewer, browse):
    assert move(browse(viewer), 2).status_code == 403
    assert browse(viewer).get(f"{HERE}?task=2").status_code == 403


@pytest.mark.parametrize("to", ["LAB", "NONE", "'"])
def test_a_project_that_is_none_to_go_to_is_not_found(plan, site, manager, browse, to):
    assert move(browse(manager), 2, to=to).status_code == 404


def test_a_binned_project_takes_nothing(plan, site, manager, browse):
    Project.objects.filter(pk=site.pk).update(binned_at=now())
    assert move(browse(manager), 2).status_code == 404


@pytest.mark.parametrize("numbers", [["77"], ["x"], ["2", "77"]])
def test_tasks_that_are_not_there_do_not_go(plan, site, manager, browse, numbers):
    assert move(browse(manager), *numbers).status_code == 404


def test_without_a_task_one_is_told_to_choose(plan, site, manager, browse):
    assert "Choose the tasks first" in text(move(browse(manager)))


def test_a_foreign_undo_undoes_nothing(plan, label, site, manager, admin, browse):
    answer = move(browse(manager), 2)
    other = browse(admin).post(undo_of(answer), headers={"HX-Request": "true"})
    assert other.status_code == 409 and len(standing(site)) == 4


def test_a_long_branch_takes_the_same_queries(
    label, site, make, manager, browse, django_assert_max_num_queries
):
    top = make.task(label, "All")
    Task.objects.bulk_create(
        Task(workspace=label.workspace, project=label, number=n, position=n, name=f"T {n}",
             parent=top, created_at=now())
        for n in range(2, 1002)
    )  # fmt: skip
    browser = browse(manager)
    with django_assert_max_num_queries(40):
        browser.post(HERE, {"task": [1], "to": "SITE", "step": "show"})
    with django_assert_max_num_queries(110):
        assert "in Site now" in text(move(browser, 1))
    assert Task.objects.filter(project=site).count() == 1002


def test_a_cut_in_the_middle_leaves_nothing(furnished_plan, label, site, manager):
    def go():
        source = Project.objects.select_related("client", "workspace").get(pk=label.pk)
        target = Project.objects.select_related("client", "workspace").get(pk=site.pk)
        transfer.move(source, [Task.objects.get(name="Proofs")], target, by=manager, at=now())

    assert_all_or_nothing(go)
