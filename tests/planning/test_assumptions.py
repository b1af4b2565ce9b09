"""What promise dates assume where nobody estimated and nothing was learned."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rapport.events.models import Job
from rapport.planning.models import Assumptions
from rapport.planning.operations import assumptions, outlook
from rapport.planning.operations.assumptions import Assumed
from rapport.planning.queries.outlook import outlook_of
from rapport.planning.queries.uncertainty import uncertainty_of
from rapport.projects.models import Project

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
URL = "/w/fernhill/projects/KTB/plan/assumptions/"
SAID = {"least": "90", "most": "120", "together": "60", "learns": "on"}


@pytest.fixture
def project(make, client_company):
    project = make.project(client_company, key="KTB", starts_on=date(2026, 3, 2))
    for n in range(6):
        make.task(project, f"Part {n}", duration_minutes=10 * 480)
    return Project.objects.select_related("workspace").get(pk=project.pk)


def finish(project):
    outlook.reckon(project, at=NOW)
    return outlook_of(project).finish


def test_a_narrower_range_brings_surer_dates(project, manager):
    usual = finish(project)
    assumptions.assume(project, Assumed(None, 95, 105), by=manager, at=NOW)
    narrow = finish(project)
    assert narrow.safe < usual.likely
    assert narrow.safe - narrow.day(50) <= timedelta(days=1)


def test_what_overruns_together_is_later_at_worst_and_earlier_in_the_middle(project, manager):
    assumptions.assume(project, Assumed(0), by=manager, at=NOW)
    alone = finish(project)
    assumptions.assume(project, Assumed(95), by=manager, at=NOW)
    together = finish(project)
    # The last of six that vary for themselves is late nearly always.
    assert together.day(50) < alone.day(50)
    assert together.day(99) >= alone.day(99)


def test_a_project_unlike_any_other_learns_nothing(project, manager, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "rapport.planning.queries.uncertainty.past_tasks", lambda of: asked.append(of) or []
    )
    uncertainty_of(project)
    assumptions.assume(project, Assumed(ignores_history=True), by=manager, at=NOW)
    uncertainty_of(project)
    assert len(asked) == 1


def test_it_is_said_on_a_page_of_its_own_and_the_dates_follow(project, manager, browse, run_jobs):
    outlook.reckon(project, at=NOW)
    browser = browse(manager)
    assert f'href="{URL}"' in browser.get("/w/fernhill/projects/KTB/plan/outlook/").text
    page = browser.get(URL).text
    assert 'value="75"' in page and 'value="200"' in page and "checked" in page
    assert "reckoned anew" in browser.post(f"{URL}change/", SAID, follow=True).text
    row = Assumptions.objects.get()
    assert (row.least_percent, row.most_percent, row.together_percent) == (90, 120, 60)
    assert not row.ignores_history
    run_jobs()
    assert Job.objects.filter(unique_key=f"outlook:{project.pk}").count() == 1
    assert not outlook_of(project).is_fresh
    outlook.reckon(project, at=NOW)
    assert outlook_of(project).is_fresh


def test_it_can_be_taken_back_unless_somebody_changed_it_since(project, manager, browse):
    browser = browse(manager)
    page = browser.post(f"{URL}change/", SAID, follow=True).text
    undo = page.split(f"{URL}")[1].split('"')[0]
    browser.post(f"{URL}{undo}")
    row = Assumptions.objects.get()
    assert (row.least_percent, row.most_percent, row.together_percent) == (75, 200, None)
    page = browser.post(f"{URL}{undo}", follow=True).text
    assert "This cannot be undone any more." in page


@pytest.mark.parametrize(
    "wrong", [{"least": "0"}, {"least": "101"}, {"most": "99"}, {"most": "5000"},
              {"together": "96"}, {"together": "x"}, {"least": ""}, {"more": "1"}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_changes_nothing(wrong, project, manager, browse):
    assert browse(manager).post(f"{URL}change/", SAID | wrong).status_code == 422
    assert not Assumptions.objects.exists()


def test_who_does_not_manage_projects_only_looks(project, member, viewer, browse):
    assert "disabled" in browse(viewer).get(URL).text
    assert browse(viewer).post(f"{URL}change/", SAID).status_code == 403
    assert not Assumptions.objects.exists()
