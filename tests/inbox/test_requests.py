"""A department is asked: its turn, its owner, its clock; the client's goes on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rapport.cases.models import Case
from rapport.cases.operations.opening import open_case
from rapport.events.models import Event
from rapport.inbox import reply_addresses
from rapport.inbox.models import Conversation, Department, DepartmentRequest, Draft, Message
from rapport.inbox.operations import departments, requests, sending, sides, writing
from rapport.inbox.operations.letters import Letter
from rapport.lib.visibility import Turn
from rapport.notifications.models import Notification
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db
LETTER = Letter("Is the invoice of May paid?", subject="Invoice 17")
State = DepartmentRequest.State


@pytest.fixture
def main(arrive, contact, mailbox, member) -> Conversation:
    mailbox.plus_addresses = True
    mailbox.save()
    talk = arrive(written(message_id="<a@client.example>")).message.conversation
    Conversation.objects.filter(pk=talk.pk).update(assignee=member)
    talk.refresh_from_db()
    return talk


@pytest.fixture
def accounting(workspace, finance, manager) -> Department:
    finance.user.email, finance.user.name = "fay@fernhill.example", "Fay Finance"
    finance.user.save()
    facts = departments.Facts("Accounting", 240, [finance])
    return departments.create(workspace, facts=facts, by=manager, at=NOW)


@pytest.fixture
def asked(main, accounting, member) -> DepartmentRequest:
    return requests.ask(main, letter=LETTER, department=accounting, by=member, at=NOW)


def at(**delta):
    return NOW + timedelta(**delta)


def post(browse, member, name, talk, *more, **data):
    url = reverse(name, args=["fernhill", talk.number, *more])
    return browse(member).post(url, data, follow=True)


def shown(browse, member, talk) -> str:
    return browse(member).get(reverse("inbox.conversation", args=["fernhill", talk.number])).text


def test_it_is_asked_from_the_page_and_stands_there(browse, member, main, accounting):
    url = reverse("inbox.begin_side", args=["fernhill", main.number])
    assert "Accounting" in browse(member).get(url + "?with=department").text
    post(
        browse, member, "inbox.begin_side", main, department=accounting.pk, subject="Invoice 17",
        text="Is it paid?", **{"with": "department"},
    )  # fmt: skip
    request = DepartmentRequest.objects.get()
    assert request.asked_by == member and request.state == State.ASKED
    text = shown(browse, member, main)
    assert "Waiting for <b>Accounting</b>" in text and "Tell the client" in text
    assert "waits inside" in browse(member).get(reverse("inbox", args=["fernhill"])).text


def test_the_target_counts_working_time_and_is_told_when_near_and_when_missed(
    asked, member, finance, main, run_jobs
):
    # Half past nine on a Wednesday, in hours from nine to five; four hours to answer.
    assert asked.due_at == at(hours=4) and asked.warn_at == at(hours=3)
    requests.tell_due(at=at(hours=2))
    assert not Event.objects.filter(verb="request.near").exists()
    for _twice in range(2):
        requests.tell_due(at=at(hours=3))
    assert Event.objects.filter(verb="request.near").count() == 1
    requests.tell_due(at=at(hours=5))
    requests.tell_due(at=at(hours=6))
    assert Event.objects.filter(verb="request.overdue").count() == 1
    run_jobs()
    told = Notification.objects.filter(topic="deadline").values_list("member", flat=True)
    assert set(told) == {finance.pk, member.pk}


def test_the_clients_clock_goes_on_while_we_wait_inside(main, member, accounting):
    open_case(main, kind="question", by=member, at=NOW)
    requests.ask(main, letter=LETTER, department=accounting, by=member, at=at(minutes=10))
    main.refresh_from_db()
    letter = Letter("We are clarifying it.", to=(("Ines", "ines@northwind.example"),))
    bridge = writing.reply(main, letter=letter, by=member, at=at(minutes=20))
    sending.deliver_locally(bridge.dispatch, at=at(minutes=21))
    main.refresh_from_db()
    case = Case.objects.get()
    assert main.turn == Turn.US and main.waits_inside
    assert case.paused_since is None and case.first_replied_at is not None


def test_they_take_it_on_answer_and_the_turn_comes_back(browse, member, finance, asked, main):
    Conversation.objects.filter(pk=main.pk).update(turn=Turn.CLIENT)
    side = asked.conversation
    text = shown(browse, finance, side)
    assert "Take it on" in text and 'value="reply"' not in text
    post(browse, finance, "inbox.accept_request", side)
    asked.refresh_from_db()
    assert asked.state == State.ACCEPTED and asked.owner == finance
    post(browse, finance, "inbox.side_answer", side, text="Yes, on Monday.")
    asked.refresh_from_db()
    main.refresh_from_db()
    side.refresh_from_db()
    assert asked.state == State.ANSWERED and asked.ended_at and not main.waits_inside
    assert main.turn == Turn.US and side.turn == Turn.US
    assert "Waiting for <b>Accounting</b>" not in shown(browse, member, main)
    post(browse, member, "inbox.renew_request", side)
    asked.refresh_from_db()
    main.refresh_from_db()
    assert asked.state == State.ACCEPTED and main.waits_inside


def test_an_answer_from_their_own_mail_program_counts_as_theirs(
    asked, finance, arrive, main, run_jobs, member
):
    side = asked.conversation
    address = reply_addresses.make(side, side.mailbox, epoch=side.workspace.epoch)
    raw = written(sender="Fay <fay@fernhill.example>", to=address, text="Paid on Monday.\n")
    proof = b"Authentication-Results: mx.fernhill.example; dkim=pass header.d=fernhill.example\r\n"
    forged = arrive(raw, minutes=3).message
    assert forged.is_suspicious and forged.conversation != side
    proved = written(sender="Fay <fay@fernhill.example>", to=address, text="Paid on Monday.\n")
    message = arrive(proof + proved, minutes=4).message
    asked.refresh_from_db()
    main.refresh_from_db()
    assert message.conversation == side and message.author == finance
    assert asked.state == State.ANSWERED and asked.owner == finance and not main.waits_inside
    run_jobs()
    told = Notification.objects.filter(member=member, topic="assigned", subject_id=main.pk)
    assert told.exists()


def test_it_is_handed_back_or_refused_only_with_a_reason(browse, member, finance, asked, main):
    side = asked.conversation
    page = post(browse, finance, "inbox.end_request", side, how="back", reason=" ")
    assert "Please say why" in page.text
    post(browse, finance, "inbox.end_request", side, how="back", reason="Which of the two?")
    asked.refresh_from_db()
    side.refresh_from_db()
    assert asked.state == State.HANDED_BACK and side.turn == Turn.US
    assert Message.objects.filter(conversation=side, kind="note", text="Which of the two?").exists()
    # What was missing is said: they are asked again.
    letter = Letter("The second.", to=(("Fay", "fay@fernhill.example"),))
    writing.reply(side, letter=letter, by=member, at=at(hours=1))
    asked.refresh_from_db()
    assert asked.state == State.ASKED and asked.due_at == at(hours=5)
    post(browse, finance, "inbox.end_request", side, how="refused", reason="Not ours.")
    asked.refresh_from_db()
    main.refresh_from_db()
    assert asked.state == State.REFUSED and not main.waits_inside


def test_nobody_but_the_department_answers_for_it(browse, member, manager, viewer, asked):
    side = asked.conversation
    for other in (member, manager, viewer):
        for name, data in (
            ("inbox.accept_request", {}),
            ("inbox.end_request", {"how": "refused", "reason": "No."}),
            ("inbox.side_answer", {"text": "Yes."}),
        ):
            post(browse, other, name, side, **data)
    asked.refresh_from_db()
    assert asked.state == State.ASKED and not side.messages.filter(kind="in").exists()


def test_withdrawn_closed_or_binned_nobody_waits_any_more(browse, member, asked, main, accounting):
    post(browse, member, "inbox.withdraw_request", asked.conversation)
    main.refresh_from_db()
    assert not main.waits_inside
    again = requests.ask(main, letter=LETTER, department=accounting, by=member, at=at(hours=1))
    post(browse, member, "inbox.closure", again.conversation)
    again.refresh_from_db()
    assert again.state == State.WITHDRAWN
    third = requests.ask(main, letter=LETTER, department=accounting, by=member, at=at(hours=2))
    post(browse, member, "inbox.bin", third.conversation)
    main.refresh_from_db()
    assert not main.waits_inside


def test_the_wait_is_bridged_in_the_clients_own_language(browse, member, asked, main, contact):
    contact.language, contact.time_zone = "de", "Europe/Berlin"
    contact.save()
    for _twice in range(2):
        page = post(browse, member, "inbox.bridge", main, asked.pk)
    body = Draft.objects.get(conversation=main, member=member).body
    assert "Accounting" in body and body in page.text.replace("&amp;", "&")
    assert post(browse, member, "inbox.bridge", asked.conversation, asked.pk).status_code == 404


def test_today_lists_it_for_both(browse, member, finance, asked):
    today = reverse("today", args=["fernhill"])
    assert "Accounting is asked: Invoice 17" in browse(finance).get(today).text
    assert "Waiting for Accounting: Invoice 17" in browse(member).get(today).text


def test_the_inbox_leads_to_what_waits_inside_and_counts_it(browse, finance, member, asked):
    inbox, there = reverse("inbox", args=["fernhill"]), reverse("inbox.requests", args=["fernhill"])
    assert f'href="{there}">Requests inside <small>1</small>' in browse(finance).get(inbox).text
    assert f'href="{there}">Requests inside</a>' in browse(member).get(inbox).text


def test_the_list_of_requests_is_the_same_work_however_long_it_is(
    browse, finance, main, accounting, member
):
    url = reverse("inbox.requests", args=["fernhill"])
    browser = browse(finance)
    assert "Nothing waits for you here" in browser.get(url).text
    counts = []
    for n in (1, 5):
        for _each in range(n):
            requests.ask(main, letter=LETTER, department=accounting, by=member, at=NOW)
        with CaptureQueriesContext(connection) as caught:
            assert "Invoice 17" in browser.get(url).text
        counts.append(len(caught))
    assert counts[0] == counts[1]


def test_departments_are_set_up_asked_no_more_and_asked_again(browse, manager, member, finance):
    url = reverse("inbox.new_department", args=["fernhill"])
    browser = browse(manager)
    assert browser.post(url, {"name": "Legal", "hours": 8}).status_code == 422
    browser.post(url, {"name": "Legal", "hours": 8, "people": [finance.pk]})
    legal = Department.objects.get()
    assert legal.answers_within == 480
    twin = browser.post(url, {"name": "Legal", "hours": 8, "people": [finance.pk]})
    assert twin.status_code == 422 and "already" in twin.text
    change = reverse("inbox.department", args=["fernhill", legal.pk])
    browser.post(change, {"name": "Law", "hours": 4, "people": [finance.pk, member.pk]})
    legal.refresh_from_db()
    assert legal.name == "Law" and legal.memberships.count() == 2
    close = reverse("inbox.department_closure", args=["fernhill", legal.pk])
    browser.post(close)
    legal.refresh_from_db()
    assert legal.closed_at is not None
    browser.post(close + "?undo=1")
    legal.refresh_from_db()
    assert legal.closed_at is None
    assert browse(member).get(change).status_code == 403


def test_it_stands_in_the_clients_story_for_us_alone(asked, finance, main, member, contact, browse):
    sides.answer(asked.conversation, text="Yes.", by=finance, at=at(hours=1))
    page = browse(member).get(reverse("clients.client", args=["fernhill", contact.client.key]))
    assert "asked Accounting on the side" in page.text and "Accounting answered" in page.text
