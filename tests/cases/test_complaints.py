"""A complaint: acknowledged in time, made good, and not closed without an answer."""

from datetime import UTC, datetime, timedelta

import pytest

from rapport.cases.models import Breach, Case, Complaint
from rapport.cases.operations import changing, closing, complaining, opening, warning
from rapport.cases.operations.closing import Unanswered
from rapport.cases.queries.clock import state_of
from rapport.cases.queries.hours import hours_of
from rapport.events.models import Event
from rapport.inbox.operations import taking_back, writing
from rapport.inbox.operations.letters import Letter
from tests.cases.test_clock import tell

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # they wrote; the office opens at nine
PART = {"HX-Request": "true"}


def at(hour: int, minute: int = 0, day: int = 2) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def conversation(make, contact):
    return make.conversation(contact)


@pytest.fixture
def case(conversation, manager) -> Case:
    return opening.open_case(conversation, kind="complaint", priority=1, by=manager, at=at(9))


def standing(case: Case, moment: datetime) -> tuple[str, int | None]:
    case.refresh_from_db()
    state = state_of(case, hours_of(case), moment)
    return state.standing, state.minutes_left


def test_it_must_be_acknowledged_before_it_must_be_answered(case, manager):
    assert standing(case, at(9, 10)) == ("acknowledge", 20)
    complaining.acknowledge(case, by=manager, at=at(9, 12))
    assert standing(case, at(9, 15)) == ("first", 45)
    event = Event.objects.get(verb="case.acknowledged")
    assert event.facts == {"number": case.number, "minutes": 12}


def test_an_answer_acknowledges_it(case, conversation):
    tell(conversation, "message.sent", at(9, 20), turn="client")
    case.refresh_from_db()
    assert case.acknowledged_at == at(9, 20)


def test_a_late_acknowledgement_is_told_and_noted(case):
    assert warning.tell_due(at=at(9, 31)) == 1
    event = Event.objects.get(verb="case.target_missed")
    assert event.facts["target"] == "acknowledge"
    assert Breach.objects.get().target == "acknowledge"


def test_what_becomes_a_complaint_later_is_to_be_acknowledged_from_then_on(conversation, manager):
    case = opening.open_case(conversation, kind="question", priority=1, by=manager, at=at(9))
    tell(conversation, "message.sent", at(9, 20), turn="client")
    tell(conversation, "message.received", at(14), turn="us")
    changing.change(case, kind="complaint", priority=1, by=manager, at=at(14))
    assert standing(case, at(14, 10)) == ("acknowledge", 20)


def test_an_acknowledgement_by_mistake_is_taken_back(case, manager):
    complaining.acknowledge(case, by=manager, at=at(9, 12))
    case.refresh_from_db()
    complaining.take_back(case, by=manager, at=at(9, 13))
    assert standing(case, at(9, 15)) == ("acknowledge", 15)


def test_no_complaint_is_closed_without_an_answer(case, conversation, manager):
    with pytest.raises(Unanswered, match="write to the client first"):
        closing.close(case, by=manager, at=at(10))
    case.refresh_from_db()
    assert case.is_open
    tell(conversation, "message.sent", at(11), turn="client")
    case.refresh_from_db()
    closing.close(case, by=manager, at=at(12))
    assert not case.is_open


def test_an_answer_given_before_it_was_a_complaint_does_not_count(conversation, manager):
    case = opening.open_case(conversation, kind="question", by=manager, at=at(9))
    tell(conversation, "message.sent", at(9, 20), turn="client")
    case.refresh_from_db()
    changing.change(case, kind="complaint", priority=3, by=manager, at=at(14))
    with pytest.raises(Unanswered):
        closing.close(case, by=manager, at=at(15))


def test_an_answer_that_is_leaving_counts_until_it_is_taken_back(
    case, conversation, contact, manager
):
    letter = Letter("We are sorry.", to=(("", contact.email),))
    message = writing.reply(conversation, letter=letter, by=manager, at=at(10))
    assert not closing.owes_answer(case, at=at(10) + timedelta(seconds=3))
    taking_back.take_back(message, by=manager, at=at(10) + timedelta(seconds=5))
    assert closing.owes_answer(case, at=at(10) + timedelta(seconds=6))


def test_imported_history_owes_no_answer(make, contact, manager):
    old = make.conversation(contact, is_history=True)
    case = opening.open_case(old, kind="complaint", by=manager, at=at(9))
    closing.close(case, by=manager, at=at(10))
    assert not case.is_open


def test_a_late_acknowledgement_is_noted_before_the_clock_looked(case, manager):
    complaining.acknowledge(case, by=manager, at=at(9, 31))
    assert Breach.objects.get().target == "acknowledge"


def test_one_by_mistake_is_taken_back_whatever_was_answered_before(conversation, manager):
    case = opening.open_case(conversation, kind="question", by=manager, at=at(9))
    tell(conversation, "message.sent", at(9, 20), turn="client")
    tell(conversation, "message.received", at(9, 30), turn="us")
    case.refresh_from_db()
    changing.change(case, kind="complaint", priority=3, by=manager, at=at(10))
    complaining.acknowledge(case, by=manager, at=at(11))
    complaining.take_back(case, by=manager, at=at(11, 1))
    case.refresh_from_db()
    assert case.acknowledged_at is None


# Pages


def test_after_an_answer_it_cannot_be_taken_back_and_says_so(case, conversation, member, browse):
    complaining.acknowledge(case, by=member, at=at(9, 12))
    tell(conversation, "message.sent", at(9, 20), turn="client")
    page = f"/w/fernhill/cases/{case.number}/acknowledgement/?undo=1"
    head = browse(member).post(page, headers=PART)
    assert (head.status_code, "They have an answer by now" in head.text) == (422, True)


def test_the_page_says_why_it_is_not_closed(case, conversation, member, browse):
    browser = browse(member)
    words = {"cause": "The old template"}
    head = browser.post(f"/w/fernhill/cases/{case.number}/closure/", words, headers=PART)
    assert head.status_code == 422
    assert "A complaint is closed with an answer" in head.text
    assert "The old template</textarea>" in head.text
    browser.post(f"/w/fernhill/inbox/{conversation.number}/closure/")
    page = browser.get(f"/w/fernhill/inbox/{conversation.number}/").text
    assert "A complaint is closed with an answer" in page
    conversation.refresh_from_db()
    assert conversation.closed_at is None


def test_how_bad_it_is_who_says_sorry_and_how_it_is_made_good(case, member, browse):
    browser = browse(member)
    page = f"/w/fernhill/cases/{case.number}/complaint/"
    said = {"severity": "1", "apology_by": str(member.pk), "redress": "Printed again for free"}
    head = browser.post(page, said, headers=PART).text
    assert "Critical: we may lose them" in head
    assert f"{member.name} says sorry" in head
    assert "Printed again for free" in head
    assert Complaint.objects.get().apology_by == member
    event = Event.objects.get(verb="case.complaint_said")
    assert "Printed" not in str(event.facts)
    browser.post(page, said, headers=PART)
    assert Event.objects.filter(verb="case.complaint_said").count() == 1
    assert browser.post(page, {"severity": "9"}, headers=PART).status_code == 422


def test_two_who_fill_in_different_things_both_keep_theirs(case, member, manager, browse):
    page = f"/w/fernhill/cases/{case.number}/complaint/"
    shown = {"initial-severity": "2", "initial-apology_by": "", "initial-redress": ""}
    browse(member).post(page, shown | {"severity": "1", "apology_by": "", "redress": ""})
    browse(manager).post(page, shown | {"severity": "2", "apology_by": "", "redress": "Free"})
    known = Complaint.objects.get()
    assert (known.severity, known.redress) == (1, "Free")


def test_it_is_acknowledged_with_one_click_and_undone_with_another(case, member, browse):
    browser = browse(member)
    page = f"/w/fernhill/cases/{case.number}/acknowledgement/"
    head = browser.post(page, headers=PART)
    assert "acknowledged" in head.text
    assert f"{page}?undo=1" in head.headers["HX-Trigger"]
    browser.post(f"{page}?undo=1", headers=PART)
    case.refresh_from_db()
    assert case.acknowledged_at is None


@pytest.mark.parametrize("path", ["complaint/", "acknowledgement/", "problem/"])
def test_a_viewer_says_nothing_of_it(case, viewer, browse, path):
    url = f"/w/fernhill/cases/{case.number}/{path}"
    assert browse(viewer).post(url).status_code == 403
