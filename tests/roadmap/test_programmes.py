"""Programmes: projects that are led together, and what they come to."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate, now

from rapport.events.models import Event
from rapport.lib.reader import Reader
from rapport.lib.roles import Role
from rapport.planning.models import PlanOutlook
from rapport.planning.operations import scheduling
from rapport.projects.models import Programme, Project, Task
from rapport.projects.operations import programmes
from rapport.projects.operations.programmes import ProgrammeDetails
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise
from rapport.roadmap.queries.programmes import of_programme
from rapport.timesheets.models import TimeEntry

ALL = "/w/fernhill/projects/programmes/"
ONE = f"{ALL}1/"
A_DAY = timedelta(days=1)


@pytest.fixture
def programme(workspace, scope, manager):
    details = ProgrammeDetails("Relaunch", "Everything new by spring", manager)
    return programmes.create(workspace, details, by=manager, at=now())


@pytest.fixture
def label(make, client_company, programme):
    return make.project(
        client_company, "Label relaunch", key="LAB", programme=programme,
        starts_on=localdate() - 14 * A_DAY, budget_minutes=600,
    )  # fmt: skip


@pytest.fixture
def site(make, programme):
    return make.project(
        make.client("Kestrel"), "Site", key="SITE", programme=programme, starts_on=localdate()
    )


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def reader_of(member, **fields):
    return Reader(member.workspace_id, Role(member.role), member_id=member.pk, **fields)


def together(programme, member, **fields):
    return of_programme(programme, reader_of(member, **fields), now())


def promise(project, days, by):
    new = NewPromise(project.client, "All of it", localdate() + days * A_DAY, project)
    return making.make(new, by=by, at=now())


def spend(project, member, minutes):
    TimeEntry.objects.create(
        workspace=project.workspace, member=member, project=project, day=localdate(),
        minutes=minutes, created_at=now(),
    )  # fmt: skip


def test_an_empty_company_is_told_what_will_be_here(manager, viewer, browse):
    page = text(browse(manager).get(ALL))
    assert "No programmes yet" in page and "Begin a programme" in page
    assert "Begin a programme" not in text(browse(viewer).get(ALL))


def test_a_programme_is_begun_named_and_changed(manager, browse):
    browser = browse(manager)
    sent = {"name": "Relaunch", "lead": manager.pk, "description": "By spring"}
    assert browser.post(f"{ALL}new/", sent)["Location"] == ONE
    page = text(browser.get(ONE))
    assert "Relaunch" in page and f"led by {manager.name}" in page and "By spring" in page
    assert "No projects in it yet" in page
    browser.post(f"{ONE}details/", sent | {"name": "Spring"})
    assert Programme.objects.get().name == "Spring"
    assert "This field is required" in text(
        browser.post(f"{ONE}details/", sent | {"name": ""}), 422
    )
    [began, changed] = Event.objects.filter(verb__startswith="programme.").order_by("pk")
    assert (began.verb, changed.facts) == ("programme.created", {"fields": ["name"]})


def test_days_are_the_latest_and_figures_the_sum(programme, label, site, make, manager):
    make.task(label, duration_minutes=480, state="done", percent_complete=100)
    make.task(label, duration_minutes=30 * 480)
    make.task(site, duration_minutes=480, percent_complete=50, work_minutes=960)
    for project in (label, site):
        scheduling.reschedule(project, at=now())
    spend(label, manager, 700)
    spend(site, manager, 60)
    promise(label, -2, manager)
    promise(site, 9, manager)
    found = together(programme, manager)
    by_key = {one.project.key: one for one in found.figures}
    assert found.first == label.starts_on
    assert found.planned == by_key["LAB"].standing.planned > by_key["SITE"].standing.planned
    assert found.percent == (480 * 100 + 960 * 50) // (480 + 30 * 480 + 960)
    assert (found.open, found.spent, found.budget, found.without_budget) == (2, 760, 600, 1)
    assert by_key["LAB"].is_over_budget and not by_key["SITE"].is_over_budget
    assert (len(found.promises), found.late_promises) == (2, 1)
    assert found.promises[0].due == localdate() - 2 * A_DAY
    assert (found.tone, found.word, found.worst.project) == ("bad", "late", label)


def test_what_is_done_decides_nothing_any_more(programme, label, site, manager):
    promise(label, -2, manager)
    assert together(programme, manager).tone == "bad"
    Project.objects.filter(pk=label.pk).update(state="done")
    assert (together(programme, manager).tone, together(programme, manager).active) == ("good", 1)
    Project.objects.filter(pk=site.pk).update(state="done")
    assert together(programme, manager).word == "done"


def test_the_line_of_time_reaches_to_the_last_promise(programme, label, manager, browse):
    promise(label, 400, manager)
    answer = browse(manager).get(ONE)
    scale = answer.context["scale"]
    assert scale.shows(label.starts_on) and scale.shows(localdate() + 400 * A_DAY)
    promise(label, 9000, manager)
    scale = browse(manager).get(ONE).context["scale"]
    assert scale.months == 60 and scale.shows(localdate())


def test_what_should_be_done_by_now_is_overdue(programme, label, make, manager):
    make.task(label, duration_minutes=480)
    make.task(label, duration_minutes=480, state="done", percent_complete=100)
    make.task(label, duration_minutes=90 * 480, deadline=localdate() - A_DAY)
    make.task(label, duration_minutes=90 * 480)
    scheduling.reschedule(label, at=now())
    assert together(programme, manager).overdue == 2


def test_the_likely_end_is_the_latest_of_its_projects(programme, label, site, manager):
    for project, days in ((label, 30), (site, 50)):
        end = int((now() + days * A_DAY).timestamp() // 60)
        PlanOutlook.objects.create(
            workspace=project.workspace, project=project, revision=1, reckoned_on=localdate(),
            computed_at=now(), planned=now(), runs=1000, finishes=[end] * 99, estimated=0,
            learned=0, unknown=1,
        )  # fmt: skip
    assert together(programme, manager).likely == localdate() + 50 * A_DAY


def test_a_part_is_not_counted_twice_with_its_sum(programme, label, make, manager):
    above = make.task(label, duration_minutes=480)
    make.task(label, duration_minutes=480, parent=above)
    assert together(programme, manager).open == 1


def test_the_page_shows_projects_figures_and_a_line_of_time(
    programme, label, site, make, manager, browse
):
    make.task(label, duration_minutes=480)
    scheduling.reschedule(label, at=now())
    page = text(browse(manager).get(ONE))
    assert "Label relaunch" in page and "Kestrel" in page and 'class="bar" x=' in page
    assert "overdue, of 1 open task" in page and "2 projects" in page
    listed = text(browse(manager).get(ALL))
    assert "Relaunch" in listed and ">2<" in listed


def test_a_project_goes_in_and_out_and_back(programme, make, client_company, manager, browse):
    project = make.project(client_company, "Label relaunch", key="LAB")
    browser = browse(manager)
    answer = browser.post(f"{ONE}projects/", {"project": "LAB"}, follow=True)
    assert "Label relaunch is in Relaunch." in text(answer)
    assert Project.objects.get(pk=project.pk).programme == programme
    change = "/w/fernhill/projects/LAB/programme/change/"
    answer = browser.post(change, {"programme": "", "back": "programme"}, follow=True)
    assert answer.redirect_chain[-1][0] == ONE and f"undo={change}?programme=1" in repr(
        [str(one.extra_tags) for one in answer.context["messages"]]
    )
    assert Project.objects.get(pk=project.pk).programme is None
    assert browser.post(f"{change}?programme=1", headers={"HX-Request": "true"}).status_code == 204
    assert Project.objects.get(pk=project.pk).programme == programme
    acts = Event.objects.filter(verb="project.programme_changed").order_by("pk")
    assert [act.facts["programme"] for act in acts] == [programme.pk, None, programme.pk]
    revision = Project.objects.get(pk=project.pk).plan_revision
    assert revision == project.plan_revision, "no date hangs on it"


def test_from_a_projects_page_one_sees_and_changes_it(programme, label, manager, viewer, browse):
    card = "/w/fernhill/projects/LAB/programme/"
    page = text(browse(manager).get(card))
    assert "Relaunch" in page and "In no programme" in page
    page = text(browse(viewer).get(card))
    assert "Relaunch" in page and "<form" not in page
    browse(manager).post(f"{card}change/", {"programme": ""})
    assert "Relaunch" not in text(browse(viewer).get(card))


@pytest.mark.parametrize("said", ["99", "x", "9" * 30, "\0"])
def test_a_programme_that_is_not_there_takes_nothing_in(label, manager, browse, said):
    answer = browse(manager).post("/w/fernhill/projects/LAB/programme/change/", {"programme": said})
    assert answer.status_code == 404
    assert Project.objects.get(pk=label.pk).programme_id


@pytest.mark.parametrize("said", ["", "NONE", "\0"])
def test_a_project_that_is_not_there_does_not_come_in(programme, manager, browse, said):
    answer = browse(manager).post(f"{ONE}projects/", {"project": said}, follow=True)
    assert "Choose a project." in text(answer)


def test_it_goes_to_the_bin_and_comes_back_with_its_projects(programme, label, manager, browse):
    browser = browse(manager)
    answer = browser.post(f"{ONE}binning/", follow=True)
    assert "Relaunch is in the bin for 30 days." in text(answer)
    assert browser.get(ONE).status_code == 404
    assert "Relaunch" not in text(browser.get("/w/fernhill/projects/LAB/programme/"))
    assert "Relaunch" not in text(browser.get("/w/fernhill/projects/"))
    browser.post(f"/w/fernhill/bin/programme/{programme.pk}/restoration/")
    undo = [str(one.extra_tags) for one in answer.context["messages"]][0].split("undo=")[1]
    browser.post(undo)
    assert "Label relaunch" in text(browser.get(ONE))


def test_the_order_is_peoples(programme, workspace, manager, browse):
    programmes.create(workspace, ProgrammeDetails("Second"), by=manager, at=now())
    browser = browse(manager)

    def order():
        return [row.programme.name for row in browser.get(ALL).context["rows"]]

    assert order() == ["Relaunch", "Second"]
    browser.post(f"{ONE}place/", {"step": "down"})
    assert order() == ["Second", "Relaunch"]
    answer = browser.post(f"{ONE}place/", {"step": "down"}, follow=True)
    assert "cannot be moved" in text(answer) and order() == ["Second", "Relaunch"]


def test_the_lists_can_be_narrowed_to_a_programme(label, make, manager, browse):
    make.project(name="Outside")
    browser = browse(manager)
    for path in ("projects/", "projects/timeline/", "projects/timeline/table/"):
        page = text(browser.get(f"/w/fernhill/{path}?programme=1"))
        assert "Label relaunch" in page and "Outside" not in page
        assert "Nothing matches" in text(browser.get(f"/w/fernhill/{path}?programme=77"))


def test_a_guest_sees_and_counts_their_projects_alone(
    programme, label, site, make, guest, manager, browse
):
    make.task(label)
    make.task(site)
    make.on_project(label, guest)
    spend(label, manager, 300)
    hidden = programmes.create(
        make.workspace, ProgrammeDetails("Secret venture"), by=manager, at=now()
    )
    make.project(name="Elsewhere", programme=hidden)
    browser = browse(guest)
    page = text(browser.get(ONE))
    assert "Label relaunch" in page and "Site" not in page and "Kestrel" not in page
    assert "Everything new by spring" not in page and manager.name not in page
    assert "of 1 open task" in page and "1 project" in page
    listed = text(browser.get(ALL))
    assert "Secret venture" not in listed and manager.name not in listed
    assert browser.get(f"{ALL}2/").status_code == 404
    assert "Secret venture" not in text(browser.get("/w/fernhill/projects/"))
    found = together(programme, guest, project_ids=frozenset({label.pk}))
    assert (len(found.figures), found.spent) == (1, 0)


def test_a_guest_of_no_project_of_it_does_not_find_it(programme, label, guest, browse):
    assert browse(guest).get(ONE).status_code == 404
    assert "No programmes yet" in text(browse(guest).get(ALL))


def test_no_contact_sees_a_programme(programme, label, contact):
    reader = Reader(
        label.workspace_id, Role.CONTACT, contact_id=contact.pk,
        client_ids=frozenset({contact.client_id}),
    )  # fmt: skip
    assert not Programme.objects.visible_to(reader).exists()


def test_those_who_may_not_manage_change_nothing(programme, label, member, browse):
    browser = browse(member)
    for path, sent in (
        (f"{ALL}new/", {"name": "x"}), (f"{ONE}details/", {"name": "x"}),
        (f"{ONE}binning/", {}), (f"{ONE}place/", {"step": "up"}),
        (f"{ONE}projects/", {"project": "LAB"}),
        ("/w/fernhill/projects/LAB/programme/change/", {"programme": ""}),
    ):  # fmt: skip
        assert browser.post(path, sent).status_code == 403
    assert Programme.objects.get().name == "Relaunch"


def test_a_thousand_projects_take_the_same_queries(
    programme, client_company, manager, browse, django_assert_max_num_queries
):
    made = Project.objects.bulk_create(
        Project(
            workspace=programme.workspace, client=client_company, key=f"K{n}", name=f"Project {n}",
            starts_on=localdate(), created_at=now(), programme=programme,
        )
        for n in range(1000)
    )  # fmt: skip
    Task.objects.bulk_create(
        Task(workspace=programme.workspace, project=one, number=1, name="x", created_at=now())
        for one in made
    )
    browser = browse(manager)
    browser.get(ONE)
    with django_assert_max_num_queries(20):
        page = text(browser.get(ONE))
    assert "1–50 of 1,000" in page and "overdue, of 1,000 open tasks" in page
    for n in range(30):
        programmes.create(programme.workspace, ProgrammeDetails(f"P {n}"), by=manager, at=now())
    with django_assert_max_num_queries(18):
        assert "1–25 of 31" in text(browser.get(ALL))
