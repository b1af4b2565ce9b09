"""Plans kept to be used again: saved with roles, begun forward and backward, copied, taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from rapport.engine.plan import Calendar
from rapport.events.models import Event
from rapport.lib.roles import Role
from rapport.planning import shape_words
from rapport.planning.models import PlanState, PlanTemplate, Risk, TaskCost, TaskTiming
from rapport.planning.operations import costs, plan_templates, risks, timings
from rapport.planning.operations.risks import RiskFacts
from rapport.planning.queries.laying import end_of, start_for
from rapport.planning.queries.shape_of import doers_of, shape_of
from rapport.planning.shape import Shape, ShapeLink, ShapeTask
from rapport.planning.views import plan_templates as template_pages
from rapport.portfolio.models import Way
from rapport.portfolio.operations import ways
from rapport.portfolio.operations.ways import NewWay
from rapport.projects.durations import Lag
from rapport.projects.models import Dependency, Helper, Project, ProjectMember, Task
from rapport.projects.operations import dependencies, helping, people, progress, tasks
from rapport.projects.operations.tasks import NewTask
from rapport.resourcing.models import TaskSkill
from rapport.resourcing.operations import levels, skills

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
START = date(2026, 3, 2)
TEMPLATES = "/w/fernhill/projects/templates/"
DAY = 480


@pytest.fixture
def project(make, client_company, manager, member):
    """A phase of design and build, a launch, somebody with a part and somebody without."""
    found = make.project(client_company, "Label relaunch", key="LAB", starts_on=START)
    people.add(found, member, part="Designer", by=manager, at=NOW)
    new = [
        NewTask("Phase"),
        NewTask("Design", duration_minutes=5 * DAY, assignee=member, visibility="internal"),
        NewTask("Build", duration_minutes=10 * DAY, assignee=manager),
        NewTask("Launch", is_milestone=True),
    ]
    phase = tasks.create(found, new[0], by=manager, at=NOW)
    made = [
        tasks.create(
            found,
            NewTask(one.name, phase, None, one.duration_minutes, one.is_milestone, one.assignee,
                    one.visibility),
            by=manager, at=NOW,
        )
        for one in new[1:]
    ]  # fmt: skip
    dependencies.link(made[0], made[1], kind="FS", lag=Lag(DAY), by=manager, at=NOW)
    dependencies.link(made[1], made[2], kind="FS", by=manager, at=NOW)
    found.refresh_from_db()
    return found


def task(project, name):
    rows = Task.objects.select_related("project__workspace", "workspace")
    return rows.get(project=project, name=name)


@pytest.fixture
def template(project, manager):
    roles = {doer.key: doer.role for doer in doers_of(project)}
    return plan_templates.save(project, "Relaunch", roles, by=manager, at=NOW)


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def begin(browser, template, **fields):
    said = {"name": "Next one", "key": "NXT", "way": "forward", "day": "2026-06-01"}
    return browser.post(f"{TEMPLATES}{template.number}/start/", said | fields)


# Saving


def test_it_is_saved_from_the_plan_with_roles_for_people(project, member, manager, browse):
    browser = browse(manager)
    url = "/w/fernhill/projects/LAB/plan/template/"
    assert url in text(browser.get("/w/fernhill/projects/LAB/plan/"))
    page = text(browser.get(url))
    assert member.name in page and 'value="Designer"' in page and "Person" in page
    browser.post(url, {"name": "Relaunch", "role_0": "Designer", "role_1": "Builder"})
    [found] = PlanTemplate.objects.all()
    assert (found.name, found.tasks, found.made_from) == ("Relaunch", 4, project)
    page = text(browser.get(f"{TEMPLATES}{found.number}/"))
    assert "Builder" in page and member.name not in page
    assert "Relaunch" in text(browser.get(TEMPLATES))
    assert Event.objects.filter(verb="plan_template.saved").count() == 1


def test_nothing_is_saved_of_an_empty_plan(make, manager, browse):
    make.project(key="NEW")
    answer = browse(manager).post("/w/fernhill/projects/NEW/plan/template/", {"name": "x"})
    assert "the plan has no tasks" in text(answer, 422)
    assert not PlanTemplate.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"name": ""}, {"name": "x" * 121}, {"name": "a", "tasks": 9}])
def test_a10_a_template_takes_what_its_form_shows_and_nothing_else(template, manager, browse, sent):
    browser = browse(manager)
    assert browser.post(f"{TEMPLATES}1/name/", sent).status_code == 422
    assert browser.post("/w/fernhill/projects/LAB/plan/template/", sent).status_code in (200, 422)
    assert list(PlanTemplate.objects.values_list("name", flat=True)) == ["Relaunch"]


def test_it_is_renamed_thrown_away_and_comes_back(template, manager, browse):
    browser = browse(manager)
    browser.post(f"{TEMPLATES}1/name/", {"name": "Labels"})
    assert "Labels" in text(browser.get(f"{TEMPLATES}1/"))
    browser.post(f"{TEMPLATES}1/binning/")
    assert browser.get(f"{TEMPLATES}1/").status_code == 404
    page = text(browser.get(TEMPLATES))
    assert "No templates yet" in page
    browser.post(f"/w/fernhill/settings/bin/plantemplate/{template.pk}/restoration/")
    assert "Labels" in text(browser.get(TEMPLATES))


# The shape


def test_days_are_kept_as_so_many_after_the_start(project, manager):
    tasks.set_deadline(task(project, "Launch"), START + timedelta(days=40), by=manager, at=NOW)
    on = NOW.replace(hour=9) + timedelta(days=7)
    tasks.constrain(task(project, "Build"), "MSO", on, by=manager, at=NOW)
    shape = shape_of(project, {})
    by_name = {one.name: one for one in shape.tasks}
    assert by_name["Launch"].deadline(date(2027, 1, 4)) == date(2027, 1, 4) + timedelta(days=40)
    assert by_name["Build"].tied(date(2027, 1, 4)) == datetime.combine(
        date(2027, 1, 11), datetime.min.time().replace(hour=9)
    )


def test_a_task_written_down_while_it_ran_is_not_tied_to_that_day(project, manager):
    later = NOW + timedelta(days=10)
    tasks.create(project, NewTask("Thought of later"), by=manager, at=later)
    assert task(project, "Thought of later").constraint == "SNET"
    shape = shape_of(project, {})
    assert [one.tied_after for one in shape.tasks if one.name == "Thought of later"] == [None]


def test_what_is_binned_or_left_out_stays_behind(project, manager):
    tasks.put_in_bin(task(project, "Design"), by=manager, at=NOW)
    TaskTiming.objects.create(
        workspace=project.workspace, project=project, task=task(project, "Build"), is_active=False
    )
    shape = shape_of(project, {})
    assert [one.name for one in shape.tasks] == ["Phase", "Launch"]
    assert shape.links == ()


AFTER = some.none() | some.integers(-9, 99)
TASKS = some.builds(
    ShapeTask, some.sampled_from(["", "Design", "Ärger"]), minutes=some.integers(0, 20 * DAY),
    role=some.sampled_from(["", "Designer"]), tied_after=AFTER, deadline_after=AFTER,
)  # fmt: skip
LINKS = some.builds(ShapeLink, some.just(0), some.just(1), minutes=some.integers(-DAY, DAY))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some.lists(TASKS, max_size=5), some.lists(LINKS, max_size=2))
def test_a_shape_is_read_as_it_was_written(listed, links):
    shape = Shape(tuple(listed), tuple(links))
    assert Shape.read(shape.written()) == shape


CALENDARS = ((Calendar("w"),), "w")


LENGTHS = some.lists(some.integers(1, 30), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(LENGTHS, some.integers(0, 3000))
def test_backward_begins_on_the_last_day_that_is_early_enough(days, after):
    end = START + timedelta(days=after)
    chain = tuple(ShapeTask(f"T{n}", minutes=length * DAY) for n, length in enumerate(days))
    links = tuple(ShapeLink(n, n + 1) for n in range(len(days) - 1))
    shape = Shape(chain, links)
    start = start_for(shape, end, *CALENDARS)
    assert end_of(shape, start, *CALENDARS) <= end
    assert end_of(shape, start + timedelta(days=1), *CALENDARS) > end or start == end


# Beginning


def test_a_project_begins_with_it_from_a_day_on(template, client_company, member, manager, browse):
    roles = Shape.read(template.body).roles
    fields = {"client": client_company.pk, f"person_{roles.index('Designer')}": member.pk}
    page = browse(manager).post(
        f"{TEMPLATES}1/start/",
        {"name": "Next", "key": "NXT", "way": "forward", "day": "2026-06-01"} | fields,
        follow=True,
    )
    assert "4 tasks" in text(page)
    made = Project.objects.get(key="NXT")
    assert (made.starts_on, made.lead) == (date(2026, 6, 1), manager)
    design, build = task(made, "Design"), task(made, "Build")
    assert (design.assignee, design.visibility, design.parent.name) == (member, "internal", "Phase")
    assert (build.assignee, build.assignee_name) == (None, "Person 2")
    assert (design.percent_complete, design.imported_uid) == (0, "")
    assert ProjectMember.objects.get(project=made, member=member).part == "Designer"
    assert Dependency.objects.get(project=made, successor=build).lag.minutes == DAY
    # Five days, a day's wait, ten days.
    assert PlanState.objects.get(project=made).finish.date() == date(2026, 6, 22)
    [event] = Event.objects.filter(verb="plan.filled")
    assert (event.facts["template"], len(event.facts["tasks"])) == (template.pk, 4)


def test_it_begins_so_that_it_is_done_by_a_day(template, client_company, manager, browse):
    browser = browse(manager)
    begin(browser, template, client=client_company.pk, way="backward", day="2026-06-22")
    made = Project.objects.get(key="NXT")
    assert made.starts_on == date(2026, 6, 1)
    assert PlanState.objects.get(project=made).finish.date() == date(2026, 6, 22)


@pytest.mark.parametrize(("way", "day"), [("forward", "9999-12-31"), ("backward", "0001-01-01")])
def test_a_day_that_no_calendar_reaches_is_told_and_nothing_begins(
    template, bare, client_company, manager, browse, way, day
):
    browser, said = browse(manager), {"way": way, "day": day}
    answer = begin(browser, template, client=client_company.pk, **said)
    assert "Write a year from 1990 to 2100." in text(answer, 422)
    assert "Write a year from 1990 to 2100." in text(browser.post(f"{FILL}1/", said), 422)
    asked = {"shape": f"template:{template.number}", **said}
    page = browser.get("/w/fernhill/projects/timeline/effect/", asked)
    assert "Write a year from 1990 to 2100." in text(page)
    assert browser.get("/w/fernhill/projects/timeline/effect/dates/", asked).status_code == 204
    assert not Project.objects.filter(key="NXT").exists()


def test_a_key_that_is_taken_is_told_and_nothing_begins(template, client_company, manager, browse):
    answer = begin(browse(manager), template, client=client_company.pk, key="LAB")
    assert "Another project has the key LAB" in text(answer, 422)
    assert Project.objects.count() == 1


def test_a_plan_is_copied_without_what_is_done(project, member, manager, browse):
    progress.set_state(task(project, "Design"), "done", by=manager, at=NOW)
    url = "/w/fernhill/projects/LAB/plan/copy/"
    browser = browse(manager)
    assert "without what is done" in text(browser.get(url))
    said = {"name": "Copy", "key": "CPY", "client": project.client_id, "way": "forward"}
    form = browser.get(url).context["form"]
    people = {name: field.initial for name, field in form.fields.items() if "person" in name}
    assert set(people.values()) == {member.pk, manager.pk}
    browser.post(url, said | people | {"day": "2026-06-01"})
    made = Project.objects.get(key="CPY")
    assert made.tasks.get(name="Design").assignee == member
    assert list(made.tasks.order_by("position").values_list("name", "state")) == [
        ("Phase", "todo"), ("Design", "todo"), ("Build", "todo"), ("Launch", "todo"),
    ]  # fmt: skip
    assert made.tasks.get(name="Design").actual_finish is None


# Filling


@pytest.fixture
def bare(make):
    return make.project(key="BRE", starts_on=date(2026, 5, 4))


FILL = "/w/fernhill/projects/BRE/plan/filling/"


def test_an_empty_plan_is_filled_and_emptied_again(template, bare, manager, browse):
    browser = browse(manager)
    assert FILL in text(browser.get("/w/fernhill/projects/BRE/plan/"))
    assert "Relaunch" in text(browser.get(FILL))
    page = text(browser.post(f"{FILL}1/", {"way": "forward", "day": "2026-06-01"}, follow=True))
    bare.refresh_from_db()
    assert (bare.starts_on, Task.objects.live().filter(project=bare).count()) == (
        date(2026, 6, 1), 4,
    )  # fmt: skip
    act = Event.objects.get(verb="plan.filled").pk
    assert f"{FILL}{act}/undo/" in page
    browser.post(f"{FILL}{act}/undo/")
    bare.refresh_from_db()
    assert bare.starts_on == date(2026, 5, 4)
    assert not Task.objects.live().filter(project=bare).exists()
    assert Task.objects.binned().filter(project=bare).count() == 4


def test_tasks_ask_for_the_skills_that_are_still_on_the_list(project, bare, manager, browse):
    figma, german = (skills.add(name, by=manager, at=NOW) for name in ("Figma", "German"))
    for skill in (figma, german):
        levels.ask(task(project, "Design"), skill, 3, by=manager, at=NOW)
    plan_templates.save(project, "Relaunch", {}, by=manager, at=NOW)
    skills.delete(german, by=manager, at=NOW)
    browse(manager).post(f"{FILL}1/", {"way": "forward", "day": "2026-06-01"})
    [asked] = TaskSkill.objects.filter(task__project=bare)
    assert (asked.task.name, asked.skill, asked.level) == ("Design", figma, 3)


@pytest.fixture
def detailed(project, member, manager, make):
    """The project, of which more is known: who helps, a price, a pause, a way, a risk."""
    design, build = task(project, "Design"), task(project, "Build")
    tasks.set_work(design, 8 * DAY, by=manager, at=NOW)
    helping.put_on(task(project, "Design"), manager, 40, by=manager, at=NOW)
    helping.put_on(task(project, "Build"), make.member(name="Ida"), 50, by=manager, at=NOW)
    tasks.keep(task(project, "Design"), "work", by=manager, at=NOW)
    timings.pause(task(project, "Design"), [(DAY, 2 * DAY)], by=manager, at=NOW)
    timings.estimate(build, by=manager, at=NOW, least_minutes=2 * DAY, most_minutes=30 * DAY)
    costs.spend(build, likely=90_000, least=50_000, most=200_000, by=manager, at=NOW)
    costs.charge(task(project, "Build"), 12_000, by=manager, at=NOW)
    ways.note(build, NewWay("overtime", 6 * DAY, 9 * DAY, 5_000, "Weekends"), by=manager, at=NOW)
    gone = ways.note(task(project, "Build"), NewWay("subcontract", 4 * DAY, price=70_000),
                     by=manager, at=NOW)  # fmt: skip
    ways.take(gone, by=manager, at=NOW)
    late = RiskFacts("API late", 30, frozenset({build.pk, design.pk}), (DAY, 3 * DAY, None))
    risks.note(project, late, by=manager, at=NOW)
    risks.throw_away(
        risks.note(project, RiskFacts("Old", 5), by=manager, at=NOW), by=manager, at=NOW
    )
    return project


def known(project):
    """What a plan knows of its tasks beside their dates, without numbers of rows."""
    return {
        "tasks": list(project.tasks.live().order_by("position").values_list(
            "name", "duration_minutes", "work_minutes", "keeps", "timing__pauses",
            "timing__least_minutes", "timing__most_minutes",
        )),
        "costs": list(TaskCost.objects.filter(project=project).order_by("task__position")
                      .values_list("task__name", "least", "likely", "most", "hourly")),
        "ways": list(Way.objects.filter(task__project=project).order_by("number").values_list(
            "task__name", "kind", "what", "duration_minutes", "work_minutes", "price",
        )),
        "risks": [
            (one.name, one.percent, one.delay_least, one.delay_likely,
             sorted(one.touches.values_list("task__name", flat=True)))
            for one in Risk.objects.live().filter(project=project)
        ],
    }  # fmt: skip


def helpers(project):
    rows = Helper.objects.counting().filter(task__project=project).order_by("task__position")
    return [(one.task.name, str(one), one.percent) for one in rows]


def test_a_copy_knows_what_the_plan_knows(detailed, client_company, manager, browse):
    browser = browse(manager)
    form = browser.get("/w/fernhill/projects/LAB/plan/copy/").context["form"]
    people = {name: field.initial for name, field in form.fields.items() if "person" in name}
    said = {"name": "Copy", "key": "CPY", "client": client_company.pk, "way": "forward"}
    browser.post("/w/fernhill/projects/LAB/plan/copy/", said | people | {"day": "2026-03-02"})
    made = Project.objects.get(key="CPY")
    assert known(made) == known(detailed)
    assert helpers(made) == helpers(detailed) == [
        ("Design", manager.name, 40), ("Build", "Ida", 50),
    ]  # fmt: skip
    assert (
        PlanState.objects.get(project=made).finish == PlanState.objects.get(project=detailed).finish
    )
    # What was taken is taken, and leads back to the ordinary way.
    rows = Way.objects.select_related("task__project__workspace", "task__workspace")
    taken = rows.exclude(taken_at=None).get(task__project=made)
    ways.go_back(taken, by=manager, at=NOW)
    assert task(made, "Build").duration_minutes == 10 * DAY


def test_a_template_has_roles_for_those_who_help(detailed, bare, member, manager, browse):
    browser = browse(manager)
    page = text(browser.get("/w/fernhill/projects/LAB/plan/template/"))
    assert "Ida" in page
    said = {"name": "Relaunch", "role_0": "Designer", "role_1": "Builder", "role_2": "Tester"}
    browser.post("/w/fernhill/projects/LAB/plan/template/", said)
    page = text(browser.get(f"{TEMPLATES}1/"))
    for words in ("Designer · Builder 40%", "1 pause", "2 other ways", "costs €900", "€120 an hour",
                  "API late", "30 % likely"):  # fmt: skip
        assert words in page, words
    roles = Shape.read(PlanTemplate.objects.get().body).roles
    taken = {f"person_{roles.index(role)}": member.pk for role in ("Designer", "Builder")}
    browser.post(f"{FILL}1/", {"way": "forward", "day": "2026-06-01"} | taken)
    assert known(bare) == known(detailed)
    # Who is responsible does not help as well: that place stays open, as one that nobody takes.
    assert helpers(bare) == [("Design", "Builder", 40), ("Build", "Tester", 50)]
    act = Event.objects.get(verb="plan.filled").pk
    browser.post(f"{FILL}{act}/undo/")
    assert not Risk.objects.live().filter(project=bare).exists()


def test_what_others_filled_is_not_taken_back(template, bare, manager, owner, browse):
    browse(manager).post(f"{FILL}1/", {"way": "forward", "day": "2026-06-01"})
    act = Event.objects.get(verb="plan.filled").pk
    page = browse(owner).post(f"{FILL}{act}/undo/", follow=True)
    assert "cannot be undone" in text(page)
    assert Task.objects.live().filter(project=bare).count() == 4


def test_a_plan_that_has_tasks_is_left_alone(template, bare, make, manager, browse):
    make.task(bare, "Mine")
    answer = browse(manager).post(f"{FILL}1/", {"way": "forward", "day": "2026-06-01"})
    assert "has tasks already" in text(answer, 422)
    assert bare.tasks.get().name == "Mine"


def test_a_plan_filled_twice_over_is_the_template_once(template, bare, manager, browse):
    browser = browse(manager)
    for _ in range(2):
        browser.post(f"{FILL}1/", {"way": "forward", "day": "2026-06-01"})
    assert Task.objects.live().filter(project=bare).count() == 4


@pytest.mark.parametrize("role", [Role.MEMBER, Role.VIEWER, Role.GUEST])
def test_who_does_not_manage_projects_does_not_see_templates(template, make, browse, role):
    browser = browse(make.member(role))
    for url in (TEMPLATES, f"{TEMPLATES}1/", f"{TEMPLATES}1/start/"):
        assert browser.get(url).status_code == 403


def test_only_the_tasks_of_the_page_are_put_into_words(template, manager, browse, monkeypatch):
    said = []
    monkeypatch.setattr(template_pages, "TASKS_A_PAGE", 3)
    monkeypatch.setattr(shape_words, "beside", lambda task, currency: said.append(task.name))
    page = text(browse(manager).get(f"{TEMPLATES}1/", {"page": 2}))
    assert "4–4 of 4" in page and said == ["Launch"]


def test_a_plan_of_a_thousand_tasks_is_filled_in_few_queries(
    make, bare, manager, browse, django_assert_max_num_queries
):
    big = make.project(key="BIG", starts_on=START)
    Task.objects.bulk_create(
        Task(
            workspace=make.workspace, project=big, number=n, name=f"T{n}", position=n,
            created_at=NOW,
        )
        for n in range(1, 1001)
    )  # fmt: skip
    plan_templates.save(big, "Big", {}, by=manager, at=NOW)
    browser = browse(manager)
    with django_assert_max_num_queries(20):
        assert "1–100 of 1,000" in text(browser.get(f"{TEMPLATES}1/"))
    with django_assert_max_num_queries(90):
        browser.post(f"{FILL}1/", {"way": "forward", "day": "2026-06-01"})
    assert Task.objects.live().filter(project=bare).count() == 1000
