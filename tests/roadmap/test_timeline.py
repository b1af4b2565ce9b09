"""All projects along one line of time, and the same as a table."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.timezone import localdate, now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from rapport.feedback.models import Answer, Invitation
from rapport.planning.models import PlanOutlook, PlanState
from rapport.planning.operations import scheduling
from rapport.projects.models import Project, Task
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise
from rapport.roadmap.queries.scale import WIDTH, Scale, moved
from rapport.timesheets.models import TimeEntry
from tests.ui.long_lists import Ground, _case

URL = "/w/fernhill/projects/timeline/"
TABLE = f"{URL}table/"
SHAPES = pytest.mark.parametrize("url", [URL, TABLE])


@pytest.fixture
def project(make, client_company):
    """Begun two weeks ago; three weeks of work."""
    found = make.project(
        client_company, "Label relaunch", key="LAB", starts_on=localdate() - timedelta(days=14)
    )
    make.task(found, "All of it", duration_minutes=15 * 480)
    scheduling.reschedule(found, at=now())
    return found


def promise(project, days, by, **fields):
    day = localdate() + timedelta(days=days)
    new = NewPromise(project.client, "All of it", day, project, **fields)
    return making.make(new, by=by, at=now())


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def standing(browser, url=TABLE):
    return browser.get(url).context["standings"]


@SHAPES
def test_an_empty_company_is_told_what_will_be_here(manager, browse, url):
    page = text(browse(manager).get(url))
    assert "No projects yet" in page and "Begin a project" in page


@SHAPES
def test_a_project_shows_where_it_stands(project, manager, browse, url):
    promise(project, 40, manager)
    page = text(browse(manager).get(url))
    assert "Label relaunch" in page and "Northwind Medical" in page and "on track" in page
    assert "/projects/LAB/plan/" in page


def test_it_stands_beside_the_list(project, manager, browse):
    assert URL in text(browse(manager).get("/w/fernhill/projects/"))
    assert 'href="/w/fernhill/projects/"' in text(browse(manager).get(URL))


def test_a_promise_that_will_slip_is_said_and_marked(project, manager, browse):
    promise(project, 1, manager, task=project.tasks.get())
    page = text(browse(manager).get(URL))
    assert "will slip" in page and 'class="promised bad"' in page


def test_a_promised_day_that_has_passed_is_late(project, manager, browse):
    promise(project, -1, manager)
    assert [one.word for one in standing(browse(manager))] == ["late"]


def test_what_other_rooms_know_is_repeated(project, make, manager, contact, browse):
    ground = Ground(make, manager, contact, project)
    case = _case(ground, "Wrong label")
    asked = Invitation.objects.create(
        workspace=make.workspace, client=project.client, case=case, contact=contact,
        invited_at=now(), token_hash="x",
    )  # fmt: skip
    Answer.objects.create(
        workspace=make.workspace, client=project.client, invitation=asked, score=2,
        answered_at=now(),
    )  # fmt: skip
    type(case).objects.filter(pk=case.pk).update(kind="complaint")
    TimeEntry.objects.create(
        workspace=make.workspace, member=manager, project=project, day=localdate(), minutes=150,
        created_at=now(),
    )  # fmt: skip
    [found] = standing(browse(manager))
    assert (found.mood, found.complaints, found.hours, found.word) == (2, 1, 150, "watch")
    page = text(browse(manager).get(URL))
    assert "2.5 hr this week" in page and "answers 2.0 of 5" in page and "1 open complaint" in page


@SHAPES
def test_what_is_to_do_and_who_has_too_much_of_it_is_said(
    project, make, member, manager, guest, browse, url
):
    Task.objects.filter(project=project).update(assignee=member)
    make.task(project, "As well", duration_minutes=480 * 10, assignee=member)
    scheduling.reschedule(project, at=now())
    make.on_project(project, guest)
    page = text(browse(manager).get(url))
    assert f"over-booked: {member.name}" in page
    assert "over-booked" not in text(browse(guest).get(url))


def test_a_likely_end_is_drawn_and_said(project, manager, browse):
    end = int((now() + timedelta(days=30)).timestamp() // 60)
    PlanOutlook.objects.create(
        workspace=project.workspace, project=project, revision=1, reckoned_on=localdate(),
        computed_at=now(), planned=now(), runs=1000, finishes=[end] * 99, estimated=0, learned=0,
        unknown=1,
    )  # fmt: skip
    [found] = standing(browse(manager))
    assert found.likely == localdate() + timedelta(days=30)
    page = text(browse(manager).get(URL))
    assert "80 %:" in page and page.count('class="likely"') == 2  # its own, and the legend's


@pytest.mark.parametrize(
    ("order", "first"),
    [("promise", "B"), ("finish", "A"), ("start", "C"), ("client", "A"), ("pk", "B")],
)
def test_the_order_is_one_of_a_closed_list(make, manager, browse, order, first):
    today = localdate()
    for name, start, end, due in (("A", 10, 20, 30), ("B", 8, 25, 5), ("C", 2, 30, None)):
        client = make.client(f"Client {name}", f"CL{name}")
        project = make.project(client, name, starts_on=today + timedelta(days=start))
        finish = datetime.combine(today + timedelta(days=end), datetime.min.time(), UTC)
        PlanState.objects.create(
            workspace=make.workspace, project=project, revision=1, finish=finish,
            forecast_finish=finish, computed_at=now(),
        )  # fmt: skip
        if due:
            promise(project, due, manager)
    assert standing(browse(manager), f"{TABLE}?order={order}")[0].project.name == first


def test_filters_narrow_and_say_when_nothing_matches(project, make, manager, browse):
    make.project(make.client("Somebody else"), "Other")
    browser = browse(manager)
    assert "Other" not in text(browser.get(f"{URL}?q=label"))
    assert "Nothing matches" in text(browser.get(f"{URL}?q=nowhere"))
    paused = make.project(name="Paused", state=Project.State.PAUSED)
    assert paused.name in text(browser.get(f"{TABLE}?state=paused"))


@pytest.mark.parametrize(
    "query", ["months=5", "months=x", "from=2026-13", "from=0001-01", "from=x", "from=9999-12"]
)
def test_a_window_that_is_not_offered_is_the_usual_one(project, manager, browse, query):
    scale = browse(manager).get(f"{URL}?{query}").context["scale"]
    assert (scale.first, scale.months) == (moved(localdate().replace(day=1), -1), 6)


def test_one_goes_through_time_by_links(project, manager, browse):
    answer = browse(manager).get(f"{URL}?from=2026-01&months=12&order=start")
    assert answer.context["earlier"] == "?from=2025-07&months=12&order=start"
    assert answer.context["later"] == "?from=2026-07&months=12&order=start"


def test_what_lies_beyond_the_window_is_said_and_not_drawn(project, manager, browse):
    page = text(browse(manager).get(f"{URL}?from=2031-01"))
    assert "Label relaunch" in page and 'class="bar" x=' not in page


def test_a_guest_sees_their_projects_and_their_hours(project, make, guest, manager, browse):
    make.project(name="Hidden")
    make.on_project(project, guest)
    for who, minutes in ((guest, 60), (manager, 300)):
        TimeEntry.objects.create(
            workspace=make.workspace, member=who, project=project, day=localdate(),
            minutes=minutes, created_at=now(),
        )  # fmt: skip
    [found] = standing(browse(guest))
    assert (found.project, found.hours) == (project, 60)


@SHAPES
def test_a_thousand_projects_take_the_same_queries(
    make, client_company, manager, browse, django_assert_max_num_queries, url
):
    today = localdate()
    made = Project.objects.bulk_create(
        Project(
            workspace=make.workspace, client=client_company, key=f"K{n}", name=f"Project {n}",
            starts_on=today, created_at=now(),
        )
        for n in range(1000)
    )  # fmt: skip
    for project in made[:60]:
        promise(project, 5, manager)
    browser = browse(manager)
    browser.get(url)
    with django_assert_max_num_queries(30):
        assert "1–50 of 1,000" in text(browser.get(url))


# The scale

quietly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

DAYS = some.dates(date(2000, 1, 1), date(2100, 1, 1))
SCALES = some.builds(
    lambda day, months: Scale(day.replace(day=1), months), DAYS, some.sampled_from([3, 6, 12, 24])
)


@quietly
@given(scale=SCALES, one=DAYS, other=DAYS)
def test_a_later_day_is_never_further_left(scale, one, other):
    assert scale.x(min(one, other)) <= scale.x(max(one, other))


@quietly
@given(scale=SCALES, day=DAYS)
def test_only_what_is_shown_is_within(scale, day):
    assert 0 <= scale.x(day) <= WIDTH
    assert scale.shows(day) == (scale.first <= day < moved(scale.first, scale.months))
    assert scale.x(scale.first) == 0 and scale.x(scale.last) == WIDTH


@quietly
@given(scale=SCALES)
def test_each_name_has_its_place(scale):
    assert len(list(scale.names())) == scale.months // scale.step == len(scale.lines()) + 1
