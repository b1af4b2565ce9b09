"""The timeline as a table fits its page, and is a list of cards on a phone."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now
from playwright.sync_api import expect

from rapport.cases.models import Case
from rapport.planning.models import PlanOutlook, PlanState
from rapport.planning.operations import scheduling
from rapport.projects.operations import programmes
from rapport.projects.operations.programmes import ProgrammeDetails
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise
from rapport.timesheets.models import TimeEntry
from tests.browser.inspection import faults_of

pytestmark = pytest.mark.browser

NAMES = (
    "Label relaunch for the five northern countries, second half",
    "Donaudampfschifffahrtsgesellschaftskapitänsmützenverleih",
    "Site",
)


@pytest.fixture
def programme(make, manager):
    """Three projects, each with all that a row can say."""
    made = programmes.create(
        make.workspace,
        ProgrammeDetails("All that is led together, whatever it is called, in five countries"),
        by=manager,
        at=now(),
    )
    for name in NAMES:
        client = make.client(f"{name[:20]} Client Company Limited")
        project = make.project(client, name, starts_on=localdate() - timedelta(days=14))
        make.task(project, "All of it", duration_minutes=15 * 480)
        scheduling.reschedule(project, at=now())
        later = now() + timedelta(days=30)
        PlanState.objects.filter(project=project).update(forecast_finish=later)
        _all_that_can_be_said(project, later, manager)
        programmes.place(project, made, by=manager, at=now())
    return made


def _all_that_can_be_said(project, later, by):
    what = f"Everything about {project.name}, in all of the languages"
    making.make(NewPromise(project.client, what, localdate(), project), by=by, at=now())
    end = int(later.timestamp() // 60)
    PlanOutlook.objects.create(
        workspace=project.workspace, project=project, revision=1, reckoned_on=localdate(),
        computed_at=now(), planned=now(), runs=1000, finishes=[end] * 99, estimated=0, learned=0,
        unknown=1,
    )  # fmt: skip
    TimeEntry.objects.create(
        workspace=project.workspace, member=by, project=project, day=localdate(), minutes=750,
        created_at=now(),
    )  # fmt: skip


def overhang(page):
    """By how much the table is wider than its place, and the page than the window."""
    return page.evaluate(
        """() => {
          const place = document.querySelector(".table-scroll"), root = document.documentElement;
          return [place.scrollWidth - place.clientWidth, root.scrollWidth - root.clientWidth];
        }"""
    )


@pytest.mark.parametrize(
    "path", ["timeline/table/", "programmes/{}/", "programmes/", "../time/people/"]
)
@pytest.mark.parametrize("width", [1440, 390])
def test_nothing_stands_outside(programme, page, live_server, path, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/w/fernhill/projects/{path.format(programme.number)}")
    expect(page.locator(".table tbody tr").first).to_be_visible()
    assert overhang(page) == [0, 0]
    assert faults_of(page) == []


def test_on_a_phone_each_cell_says_what_it_is_and_what_is_not_known_is_left_out(
    programme, page, live_server
):
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(f"{live_server.url}/w/fernhill/projects/timeline/table/")
    row = page.locator(".table tbody tr").first
    label = row.locator("td").nth(6).evaluate("it => getComputedStyle(it, '::before').content")
    assert label == '"Next promise"'
    expect(page.locator(".table thead")).to_be_hidden()
    assert not Case.objects.exists()
    expect(row.locator("td[data-label=Complaints]")).to_be_hidden()
