"""One act on many conversations: worked off, watched, stopped, taken back."""

import pytest
from django.urls import reverse

from rapport.cases.models import Case
from rapport.cases.operations import opening
from rapport.events.models import Event
from rapport.inbox.models import BulkAct, Conversation, CustomField, FieldValue, Labelling
from rapport.inbox.operations import bulk, field_values, portal_messages, prioritising
from rapport.lib.priority import Priority
from rapport.notifications.models import Notification
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
INBOX = "/w/fernhill/inbox/"
BULK = INBOX + "bulk/"


@pytest.fixture
def talks(make, contact):
    """Four, so that a portion and a page's patience are soon reached."""
    return [make.conversation(contact, f"No. {n}") for n in range(4)]


@pytest.fixture
def many(monkeypatch):
    """What a page waits for and what a portion holds are small."""
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    monkeypatch.setattr(bulk, "PORTION", 2)


def seen(browser, query="?show=all") -> str:
    return str(browser.get(INBOX + query).context["seen"])


def chosen(talks, act, browser, **fields):
    keys = [talk.pk for talk in talks]
    return {"pk": keys, "act": act, "asks": "show=all", "seen": seen(browser), **fields}


def columns(name) -> list:
    return list(Conversation.objects.order_by("pk").values_list(name, flat=True))


@pytest.mark.parametrize(
    ("act", "column", "becomes"),
    [
        ("priority:1", "priority", 1), ("turn:client", "turn", "client"),
        ("assign", "assignee", None), ("close", "closed_at", "set"),
        ("aside", "set_aside_at", "set"), ("later:tomorrow", "snoozed_until", "set"),
        ("bin", "binned_at", "set"),
    ],
)  # fmt: skip
def test_each_act_changes_what_is_checked_and_is_taken_back_as_one(
    browse, manager, talks, act, column, becomes
):
    Conversation.objects.update(assignee=manager)
    browser, before = browse(manager), columns(column)
    browser.post(BULK, chosen(talks[:3], act, browser))
    after = columns(column)
    assert all((value is not None) if becomes == "set" else value == becomes for value in after[:3])
    assert after[3] == before[3]
    made = BulkAct.objects.get()
    browser.post(reverse("inbox.undo_act", kwargs={"slug": "fernhill", "pk": made.pk}))
    assert columns(column) == before
    assert BulkAct.objects.get(undoes=made).done == 3


def test_labels_are_put_on_and_taken_off_by_name(browse, member, talks):
    browser = browse(member)
    browser.post(BULK, chosen(talks, "label", browser, name="Invoice"))
    assert Labelling.objects.count() == 4
    browser.post(BULK, chosen(talks[:1], "unlabel", browser, name="INVOICE"))
    assert Labelling.objects.count() == 3
    verbs = Event.objects.filter(subject_kind="inbox.conversation").values_list("verb", flat=True)
    assert list(verbs).count("conversation.labelled") == 4


def test_they_are_linked_to_a_project_that_a_page_asks_for(browse, make, member, talks):
    project = make.project(make.client("Orchard", "ORC"))
    browser = browse(member)
    asked = browser.post(BULK, chosen(talks[:2], "link", browser))
    assert str(talks[1].pk) in asked.text
    browser.post(BULK, chosen(talks[:2], "link", browser, client="", project=project.pk))
    assert columns("project") == [project.pk, project.pk, None, None]
    assert columns("client")[:2] == [project.client_id] * 2
    wrong = chosen(talks, "link", browser, client=talks[3].client_id, project=project.pk)
    assert browser.post(BULK, wrong).status_code == 422


def test_what_somebody_changed_since_the_page_was_drawn_is_left_and_named(
    browse, member, manager, talks
):
    browser = browse(member)
    form = chosen(talks, "priority:1", browser)
    prioritising.set_priority(talks[0], to=Priority.LOW, by=manager, at=NOW)
    answer = browser.post(BULK, form, follow=True).text
    assert "3 changed, 1 left: somebody has changed them meanwhile" in answer
    assert columns("priority") == [4, 1, 1, 1]
    act = BulkAct.objects.get()
    page = browser.get(reverse("inbox.act", kwargs={"slug": "fernhill", "pk": act.pk})).text
    assert "No. 0" in page and "No. 1" not in page


def test_a_word_of_the_client_keeps_a_conversation_open(browse, member, arrive, talks, contact):
    browser = browse(member)
    form = chosen(talks, "close", browser)
    portal_messages.receive(talks[2], contact=contact, text="One more thing", at=NOW)
    browser.post(BULK, form)
    assert [at is None for at in columns("closed_at")] == [False, False, True, False]


def test_the_undoing_leaves_what_others_changed_since(browse, member, manager, talks):
    browser = browse(member)
    browser.post(BULK, chosen(talks, "priority:1", browser))
    talks[0].refresh_from_db()
    prioritising.set_priority(talks[0], to=Priority.LOW, by=manager, at=NOW)
    act = BulkAct.objects.get()
    undo = reverse("inbox.undo_act", kwargs={"slug": "fernhill", "pk": act.pk})
    answer = browser.post(undo, follow=True).text
    assert "3 put back, 1 left: somebody has changed them meanwhile" in answer
    assert columns("priority") == [4, 3, 3, 3]
    browser.post(undo)
    assert BulkAct.objects.count() == 2, "once"


def test_all_that_match_are_worked_off_in_the_background_with_a_bar(
    browse, member, talks, many, run_jobs, make
):
    make.conversation(subject="Closed before", closed_at=NOW)
    browser = browse(member)
    form = {"all": "1", "asks": "show=waiting", "act": "close", "seen": seen(browser)}
    answer = browser.post(BULK, form)
    act = BulkAct.objects.get()
    where = reverse("inbox.act", kwargs={"slug": "fernhill", "pk": act.pk})
    assert answer.url == where and act.total == 4
    assert "<progress" in browser.get(where).text
    run_jobs()
    act.refresh_from_db()
    assert (act.state, act.done) == ("done", 4)
    assert "4 changed." in browser.get(where).text and "Undo all of it" in browser.get(where).text
    assert browser.get(INBOX + "matching/?asks=show%3Dclosed").text == "5"


def test_it_is_stopped_between_two_portions_and_goes_on_after_a_death(
    browse, member, talks, many, run_jobs
):
    browser = browse(member)
    browser.post(BULK, chosen(talks, "close", browser))
    act = BulkAct.objects.get()
    bulk._next_portion(act.pk, at=NOW)  # as far as a worker came before it died
    browser.post(reverse("inbox.stop_act", kwargs={"slug": "fernhill", "pk": act.pk}))
    run_jobs()
    act.refresh_from_db()
    assert (act.state, act.done) == ("cancelled", 2)
    page = browser.get(reverse("inbox.act", kwargs={"slug": "fernhill", "pk": act.pk})).text
    assert "2 changed, 2 not begun." in page
    browser.post(reverse("inbox.undo_act", kwargs={"slug": "fernhill", "pk": act.pk}))
    run_jobs()
    assert columns("closed_at") == [None] * 4


def test_a_refusal_is_named_and_the_others_are_done(browse, member, manager, talks):
    opening.open_case(talks[0], kind=Case.Kind.COMPLAINT, by=manager, at=NOW)
    browser = browse(member)
    answer = browser.post(BULK, chosen(talks, "close", browser), follow=True).text
    assert "3 changed, 1 refused" in answer


def test_whoever_is_given_many_is_told_once(browse, member, manager, talks, run_jobs):
    browser = browse(manager)
    browser.post(BULK, chosen(talks, f"assign:{member.pk}", browser))
    run_jobs()
    [note] = Notification.objects.filter(member=member)
    assert note.subject_kind == "inbox.bulkact"
    page = browse(member).get("/w/fernhill/notifications/").text
    assert "gave you 4 conversations" in page


def test_who_does_not_handle_conversations_acts_on_none(
    browse, make, viewer, guest, stranger, member, talks
):
    keys = [talk.pk for talk in talks]
    form = {"pk": keys, "act": "close", "seen": 0}
    assert browse(viewer).post(BULK, form).status_code == 403
    assert browse(guest).post(BULK, form).status_code == 403
    elsewhere = "/w/elsewhere/inbox/bulk/"
    browse(stranger).post(elsewhere, form)
    assert columns("closed_at") == [None] * 4
    browser = browse(member)
    browser.post(BULK, chosen(talks, "close", browser))
    act = BulkAct.objects.get()
    for name in ("inbox.act", "inbox.undo_act", "inbox.stop_act"):
        url = reverse(name, kwargs={"slug": "fernhill", "pk": act.pk})
        assert browse(viewer).post(url).status_code in (403, 405)
    assert (
        browse(make.member("manager"))
        .get(reverse("inbox.act", kwargs={"slug": "fernhill", "pk": act.pk}))
        .status_code
        == 404
    )


@pytest.mark.parametrize("act", ["", "nonsense", "priority:9", "turn:nobody", "close:\x00"])
def test_there_is_no_such_act(browse, member, talks, act):
    browser = browse(member)
    answer = browser.post(BULK, chosen(talks, act, browser))
    assert answer.status_code in (302, 400) and columns("priority") == [3] * 4


def test_a_field_is_filled_in_for_many_left_where_somebody_did_and_taken_back(
    browse, member, manager, talks
):
    colour = CustomField.objects.create(
        workspace=talks[0].workspace, name="Colour", kind="choice", created_at=NOW,
        choices=[["teal", "Teal"], ["red", "Red"]],
    )  # fmt: skip
    browser = browse(member)
    asking = browser.post(BULK, chosen(talks, "field", browser)).text
    assert "Colour" in asking and f'value="field:{colour.pk}"' in asking
    form = chosen(talks, f"field:{colour.pk}", browser, value="teal")
    field_values.fill_in(talks[0], {colour: "red"}, by=manager, at=NOW)
    answer = browser.post(BULK, form, follow=True).text
    assert "3 changed, 1 left: somebody has changed them meanwhile" in answer
    values = FieldValue.objects.order_by("conversation")
    assert [row.value for row in values] == ["red", "teal", "teal", "teal"]
    browser.post(f"{INBOX}acts/{BulkAct.objects.get().pk}/undo/")
    assert [row.value for row in values.all()] == ["red", "", "", ""]
    wrong = chosen(talks, f"field:{colour.pk}", browser, value="green")
    assert "choose one of the list" in browser.post(BULK, wrong, follow=True).text
