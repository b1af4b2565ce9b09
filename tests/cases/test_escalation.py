"""Who is told when the time runs out, what was missed, and why."""

from datetime import UTC, datetime

import pytest

from rapport.accounts.operations import members
from rapport.cases.models import Breach, Case, Rung
from rapport.cases.operations import missing, opening, warning
from rapport.cases.operations.ladder import NobodyTold, set_ladder
from rapport.cases.queries.hours import book
from rapport.events.models import Event
from rapport.lib.roles import Role
from rapport.notifications.models import Notification
from tests.cases.test_clock import tell
from tests.conftest import NOW

PAGE = "/w/fernhill/settings/escalation/"
PART = {"HX-Request": "true"}


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def conversation(make, contact, member):
    return make.conversation(contact, assignee=member)


@pytest.fixture
def case(conversation, manager) -> Case:
    """The first reply is due at ten, an hour after the office opens."""
    return opening.open_case(conversation, kind="incident", priority=1, by=manager, at=at(9))


@pytest.fixture
def people(make, case, member, manager):
    """Who is what to the case."""
    lead, owner = make.member(Role.MEMBER, "Lea Lead"), make.member(Role.MEMBER, "Olu Owner")
    project = make.project(case.client, key="KTB", lead=lead)
    case.client.owner = owner
    case.client.save(update_fields=["owner"])
    case.conversation.project = project
    case.conversation.save(update_fields=["project"])
    return {"assignee": member, "lead": lead, "owner": owner, "managers": manager}


def told() -> set[int]:
    return set(Notification.objects.values_list("member", flat=True))


@pytest.mark.parametrize("who", ["assignee", "lead", "owner", "managers"])
def test_each_step_tells_whom_it_names(workspace, admin, people, run_jobs, who):
    set_ladder(workspace, {50: [who]}, by=admin, at=at(9))
    warning.tell_due(at=at(9, 31))
    run_jobs()
    assert people[who].pk in told()
    assert not {people[other].pk for other in people if other != who} & told()


def test_nobody_is_told_twice_of_a_step_and_everybody_of_the_next(
    workspace, admin, case, people, run_jobs
):
    set_ladder(workspace, {50: ["assignee"], 100: ["owner"], 200: ["lead"]}, by=admin, at=at(9))
    assert [warning.tell_due(at=at(9, 30)) for _ in range(2)] == [1, 0]
    assert [warning.tell_due(at=at(10)) for _ in range(2)] == [1, 0]
    assert [warning.tell_due(at=at(11)) for _ in range(2)] == [1, 0]
    shares = Event.objects.filter(verb__startswith="case.target").order_by("id")
    assert [(e.facts["share"], e.facts["whom"]) for e in shares] == [
        (50, ["assignee"]), (100, ["owner"]), (200, ["lead"]),
    ]  # fmt: skip


def test_steps_that_passed_unseen_are_told_together(workspace, admin, case):
    set_ladder(workspace, {50: ["assignee"], 90: ["lead"]}, by=admin, at=at(9))
    warning.tell_due(at=at(15))
    event = Event.objects.get(verb="case.target_missed")
    assert event.facts["whom"] == ["assignee", "lead"]


def test_what_was_answered_while_the_clock_looked_is_not_told(conversation, case, monkeypatch):
    def answered_meanwhile(workspace, found):
        tell(conversation, "message.sent", at(9, 59), turn="client")
        tell(conversation, "message.received", at(9, 59), turn="us")
        return book(workspace, found)

    monkeypatch.setattr(warning, "book", answered_meanwhile)
    warning.tell_due(at=at(10))
    assert not Event.objects.filter(verb="case.target_missed").exists()


def test_whom_a_removed_member_leaves_it_to_is_told(workspace, admin, people, member, run_jobs):
    members.deactivate(member, by=admin, at=at(9))
    set_ladder(workspace, {50: ["assignee"]}, by=admin, at=at(9))
    warning.tell_due(at=at(9, 31))
    run_jobs()
    assert people["lead"].pk in told()


def test_a_target_is_noted_as_missed_whoever_is_told(workspace, admin, case):
    set_ladder(workspace, {50: ["lead"]}, by=admin, at=at(9))
    warning.tell_due(at=at(10, 5))
    breach = Breach.objects.get()
    assert (breach.case, breach.target, breach.due) == (case, "first", at(10))


def test_an_answer_a_moment_too_late_is_missed_before_the_clock_looked(case, conversation):
    tell(conversation, "message.sent", at(10, 0).replace(second=40), turn="client")
    assert Breach.objects.get().target == "first"
    warning.tell_due(at=at(12))
    assert Breach.objects.count() == 1


def test_an_answer_in_time_is_none(case, conversation):
    tell(conversation, "message.sent", at(9, 59), turn="client")
    assert not Breach.objects.exists()


def test_why_it_was_missed_is_noted_on_the_case(case, member, manager, browse):
    warning.tell_due(at=at(10, 5))
    breach, browser = Breach.objects.get(), browse(member)
    listed = "/w/fernhill/cases/?show=unexplained"
    assert case.reference in browser.get(listed).text
    page = f"/w/fernhill/cases/{case.number}/breaches/{breach.pk}/"
    assert browser.post(page, {"reason": " "}, headers=PART).status_code == 422
    head = browser.post(page, {"reason": "Everybody was ill"}, headers=PART).text
    assert "Everybody was ill" in head
    assert member.name in head
    assert case.reference not in browser.get(listed).text
    event = Event.objects.get(verb="case.breach_explained")
    assert "ill" not in str(event.facts)
    missing.explain(breach, "Everybody was ill", by=manager, at=NOW)


def test_a_breach_of_another_case_is_not_found(make, contact, case, manager, member, browse):
    warning.tell_due(at=at(10, 5))
    other = opening.open_case(make.conversation(contact), kind="request", by=manager, at=at(9))
    page = f"/w/fernhill/cases/{other.number}/breaches/{Breach.objects.get().pk}/"
    assert browse(member).post(page, {"reason": "x"}).status_code == 404


def test_the_ladder_is_set_with_boxes(admin, manager, browse):
    assert browse(manager).get(PAGE).status_code == 403
    browser = browse(admin)
    text = browser.get(PAGE).text
    assert text.count(" checked") == 3, "as usual: one at three quarters, two when it is missed"
    browser.post(PAGE, {"lead-at-50": "on", "managers-at-150": "on"})
    assert set(Rung.objects.values_list("share", "who")) == {(50, "lead"), (150, "managers")}
    assert browser.get(PAGE).text.count(" checked") == 2
    event = Event.objects.get(verb="ladder.set")
    assert event.facts == {"50": ["lead"], "150": ["managers"]}


def test_a_ladder_tells_somebody(workspace, admin, browse):
    answer = browse(admin).post(PAGE, {})
    assert answer.status_code == 422
    assert "Somebody should be told" in answer.text
    with pytest.raises(NobodyTold):
        set_ladder(workspace, {60: ["lead"], 50: ["dog"]}, by=admin, at=NOW)
