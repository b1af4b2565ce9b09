"""A problem gathers the cases that it is behind."""

import pytest

from rapport.cases.models import Case
from rapport.cases.operations import changing, closing, gathering, opening
from rapport.cases.operations.changing import StillGathers
from rapport.cases.operations.gathering import CannotGather
from rapport.cases.queries import gathered
from rapport.events.models import Event
from rapport.inbox.models import Dispatch, Message
from rapport.workspaces.operations import bin
from tests.conftest import NOW

PART = {"HX-Request": "true"}


@pytest.fixture
def opened(make, contact, manager):
    def open_one(kind: str = "incident", **fields) -> Case:
        talk = make.conversation(fields.pop("contact", contact), fields.pop("subject", ""))
        return opening.open_case(talk, kind=kind, by=manager, at=NOW, **fields)

    return open_one


@pytest.fixture
def problem(opened) -> Case:
    return opened("problem", subject="Old template")


def url(case: Case, path: str = "") -> str:
    return f"/w/fernhill/cases/{case.number}/{path}"


def head(browser, case: Case) -> str:
    return browser.get(f"/w/fernhill/inbox/{case.conversation.number}/case/").text


def test_a_case_is_put_to_the_problem_behind_it_and_both_pages_say_so(
    opened, problem, member, browse
):
    case = opened(subject="Wrong symbol")
    browser = browse(member)
    assert "Old template" in head(browser, case)
    browser.post(url(case, "problem/"), {"problem": problem.number}, headers=PART)
    assert f"{problem.reference}</a>" in head(browser, case)
    page = head(browser, problem)
    assert "It is behind 1 case" in page
    assert "Wrong symbol" in page
    event = Event.objects.get(verb="case.gathered")
    assert (event.subject_id, event.facts["problem"]) == (case.pk, problem.pk)
    browser.post(url(case, "problem/"), {"problem": ""}, headers=PART)
    assert "It gathers no case yet" in head(browser, problem)


def test_only_a_problem_gathers_and_no_problem_is_gathered(opened, problem, manager):
    with pytest.raises(CannotGather):
        gathering.put(opened(), opened(), by=manager, at=NOW)
    with pytest.raises(CannotGather):
        gathering.put(opened("problem"), problem, by=manager, at=NOW)


def test_a_problem_with_cases_stays_one(opened, problem, manager, member, browse):
    case = opened()
    gathering.put(case, problem, by=manager, at=NOW)
    with pytest.raises(StillGathers):
        changing.change(problem, kind="question", priority=3, by=manager, at=NOW)
    problem.refresh_from_db()
    said = browse(member).post(
        url(problem, "details/"), {"kind": "question", "priority": "3"}, headers=PART
    )
    assert "It gathers other cases" in said.text


def test_what_becomes_a_problem_leaves_the_one_it_was_put_to(opened, problem, manager):
    case = opened()
    gathering.put(case, problem, by=manager, at=NOW)
    changing.change(case, kind="problem", priority=3, by=manager, at=NOW)
    case.refresh_from_db()
    assert case.problem is None


def test_closing_a_problem_tells_and_closes_what_it_gathers(
    make, opened, problem, contact, manager, member, browse
):
    other = make.contact(make.client("Kestrel", "KES"), "Tom Hale", "tom@kestrel.example")
    cases = [opened(subject="One"), opened(subject="Two", contact=other)]
    complaint = opened("complaint", subject="Three")
    for case in (*cases, complaint):
        gathering.put(case, problem, by=manager, at=NOW)
    answer = browse(member).post(
        url(problem, "closure/"),
        {"cause": "Old template", "cure": "New one", "tell": "It is mended.", "close_all": "on"},
    )
    assert answer.status_code == 302
    told = Message.objects.filter(kind="out", visible_text="It is mended.")
    assert {dispatch for row in told for dispatch in row.dispatch.recipients} == {
        contact.email, other.email,
    }  # fmt: skip
    assert Dispatch.objects.count() == 3
    for case in (problem, *cases, complaint):
        case.refresh_from_db()
        assert (case.is_open, case.cure) == (False, "New one")


def test_a_problem_in_the_bin_is_not_led_to(opened, problem, manager, member, browse):
    case = opened()
    gathering.put(case, problem, by=manager, at=NOW)
    bin.put(problem, by=manager, at=NOW)
    assert problem.reference not in head(browse(member), case)
    bin.restore(problem, by=manager, at=NOW)
    assert f"{problem.reference}</a>" in head(browse(member), case)


def test_who_closes_it_a_second_time_tells_nobody_again(opened, problem, manager, member, browse):
    gathering.put(opened(), problem, by=manager, at=NOW)
    for person in (member, manager):
        answer = browse(person).post(url(problem, "closure/"), {"tell": "It is mended."})
        assert answer.status_code == 302
    assert Message.objects.filter(kind="out").count() == 1


def test_a_problem_may_be_closed_alone(opened, problem, manager, member, browse):
    case = opened()
    gathering.put(case, problem, by=manager, at=NOW)
    browse(member).post(url(problem, "closure/"), {"cause": "", "cure": "", "tell": ""})
    case.refresh_from_db()
    problem.refresh_from_db()
    assert (problem.is_open, case.is_open) == (False, True)
    assert not Dispatch.objects.exists()


def test_a_complaint_that_nobody_answered_stays_open_and_is_named(
    opened, problem, manager, member, browse
):
    complaint = opened("complaint")
    gathering.put(complaint, problem, by=manager, at=NOW)
    browser = browse(member)
    browser.post(url(problem, "closure/"), {"close_all": "on"})
    complaint.refresh_from_db()
    assert complaint.is_open
    page = browser.get(f"/w/fernhill/inbox/{problem.conversation.number}/").text
    assert f"Please look yourself at {complaint.reference}" in page


def test_a_guest_sees_of_a_problem_only_the_cases_of_their_projects(
    make, opened, problem, contact, manager, guest, browse
):
    project = make.project(contact.client, key="KTB")
    make.on_project(project, guest)
    hidden, shown = opened(subject="Hidden one"), opened(subject="Shown one")
    for case in (problem, shown):
        Case.objects.filter(pk=case.pk).update(project=project)
        case.conversation.project = project
        case.conversation.save(update_fields=["project"])
    for case in (hidden, shown):
        gathering.put(case, problem, by=manager, at=NOW)
    page = head(browse(guest), problem)
    assert "Shown one" in page
    assert "Hidden one" not in page


def test_strangers_put_nothing_to_a_problem(opened, problem, stranger, browse):
    case = opened()
    answer = browse(stranger).post(url(case, "problem/"), {"problem": problem.number})
    assert answer.status_code == 404


def test_the_open_ones_come_first_and_none_of_many_is_forgotten(
    opened, problem, manager, member, browse, monkeypatch
):
    monkeypatch.setattr(gathered, "MOST", 2)
    cases = [opened(subject=f"Copy {n}") for n in range(4)]
    for case in cases:
        gathering.put(case, problem, by=manager, at=NOW)
    closing.close(cases[0], by=manager, at=NOW)
    page = head(browse(member), problem)
    assert "It is behind 4 cases" in page
    assert [f"Copy {n}" in page for n in range(4)] == [False, True, True, False]
    browse(member).post(url(problem, "closure/"), {"close_all": "on"})
    assert not Case.objects.filter(problem=problem, closed_at=None).exists()
