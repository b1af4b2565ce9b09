"""A plan on paper: what each reader gets, and that it can be drawn."""

from datetime import timedelta

import pytest

from rapport.accounts.readers import reader_for
from rapport.lib.visibility import Visibility
from rapport.planning.operations import scheduling
from rapport.projects.models import Task
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise
from rapport.reports import plan_paper, typesetting
from rapport.reports.queries.plan_paper import for_contact, for_ourselves
from rapport.reports.time_scale import TimeScale
from tests.conftest import NOW

PNG, PDF = b"\x89PNG", b"%PDF"


@pytest.fixture
def project(make, client_company):
    """A plan of three tasks, of which the client sees two."""
    project = make.project(client=client_company)
    make.task(project, "Wireframes", duration_minutes=20 * 480)
    make.task(project, "Launch", is_milestone=True)
    make.task(project, "Margin talk", visibility=Visibility.INTERNAL)
    scheduling.reschedule(project, at=NOW)
    return project


def test_a_contact_gets_what_is_shown_to_them_and_we_the_whole(project, contact, manager, browse):
    contact.detail = 3
    theirs = for_contact(project, contact)
    assert [bar.name for bar in theirs.bars] == ["Wireframes", "Launch"]
    assert theirs.reader == contact.name
    url = f"/w/fernhill/projects/{project.key}/plan/paper.pdf"
    ours = browse(manager).get(url)
    assert ours.content.startswith(PDF) and ours["Content-Type"] == "application/pdf"
    assert "attachment" in ours["Content-Disposition"]


def test_the_picture_is_one_and_the_paper_speaks_the_contacts_language(
    project, contact, manager, browse, monkeypatch
):
    type(contact).objects.filter(pk=contact.pk).update(language="de", detail=3)
    drawn = []
    monkeypatch.setattr(plan_paper, "_data", lambda paper, shape: drawn.append(paper) or {})
    monkeypatch.setattr(typesetting, "as_pdf", lambda template, data: PDF)
    url = f"/w/fernhill/projects/{project.key}/plan/paper.pdf?for={contact.pk}"
    assert browse(manager).get(url).status_code == 200
    assert drawn[0].language == "de" and drawn[0].headings[0] == "Aufgabe"


def test_a_picture_is_a_png(project, manager, browse):
    answer = browse(manager).get(f"/w/fernhill/projects/{project.key}/plan/paper.png")
    assert answer.content.startswith(PNG) and answer["Content-Type"] == "image/png"


def test_who_chose_the_headline_gets_no_plan_but_we_a_sentence(project, contact, manager, browse):
    type(contact).objects.filter(pk=contact.pk).update(detail=1)
    browser = browse(manager)
    answer = browser.get(
        f"/w/fernhill/projects/{project.key}/plan/paper.pdf?for={contact.pk}", follow=True
    )
    assert "chose the headline alone" in answer.content.decode()


def test_a_contact_of_another_client_and_an_unknown_kind_are_404(project, make, manager, browse):
    other = make.contact(make.client("Kestrel", "KES"), "Kit", "kit@kestrel.example")
    browser, base = browse(manager), f"/w/fernhill/projects/{project.key}/plan/paper"
    assert browser.get(f"{base}.pdf?for={other.pk}").status_code == 404
    assert browser.get(f"{base}.pdf?for=x").status_code == 404
    assert browser.get(f"{base}.svg").status_code == 404


def test_a_day_told_to_the_client_is_not_drawn_later_than_told(project, contact, make, manager):
    contact.detail = 3
    task = Task.objects.get(name="Wireframes")
    new = NewPromise(project.client, "Wireframes", NOW.date(), project, task, contact)
    making.make(new, by=manager, at=NOW)
    assert for_contact(project, contact).bars[0].days == "2–4 Mar"
    ours = for_ourselves(project, reader_for(manager))
    assert ours.bars[0].days == "2–31 Mar" and len(ours.promises) == 1


@pytest.mark.parametrize("days", [0, 6, 40, 83, 84, 400, 799, 801, 2_399, 2_401, 9_000])
def test_the_marks_of_any_span_lie_within_it_in_order_and_have_room(days):
    first = NOW.date()
    scale = TimeScale.around(first, first + timedelta(days=days))
    marks = [tick.at for tick in scale.ticks()]
    assert marks == sorted(marks) and marks[0] >= 0 and marks[-1] < 1
    assert 1 <= len(marks) <= 30
    assert 0 <= scale.begin(first) < scale.end(first + timedelta(days=days)) <= 1


def test_a_long_plan_says_how_many_tasks_are_left_out(make, client_company, manager, monkeypatch):
    monkeypatch.setattr("rapport.reports.queries.plan_paper.MOST_ROWS", 2)
    project = make.project(client=client_company)
    for n in range(5):
        make.task(project, f"Task {n}")
    paper = for_ourselves(project, reader_for(manager))
    assert len(paper.bars) == 2 and paper.more == "And 3 more tasks."
