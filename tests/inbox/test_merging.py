"""Two conversations become one, and two again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from rapport.cases.models import Case
from rapport.cases.operations import opening
from rapport.events.models import Event
from rapport.inbox.models import Conversation, Draft, Message, Participant, Reshaping
from rapport.inbox.operations import conversations, drafts, erasing, merging, writing
from rapport.inbox.operations.letters import Letter
from rapport.inbox.queries import merging as asked
from rapport.lib.visibility import Turn
from rapport.portal.queries.messages import shown
from tests.conftest import NOW
from tests.inbox.conftest import written
from tests.portal.conftest import portal  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=20)


@pytest.fixture
def first(arrive, contact) -> Conversation:
    return arrive(written(message_id="<a@client.example>")).message.conversation


@pytest.fixture
def second(arrive, contact) -> Conversation:
    mail = written(message_id="<b@client.example>", subject="Label proofs, again", text="And?\n")
    return arrive(mail, minutes=5).message.conversation


@pytest.fixture
def of_another_client(arrive, make) -> Conversation:
    make.contact(make.client("Kestrel", "KES"), "Tom Reed", "tom@kestrel.example")
    mail = written(
        sender="Tom Reed <tom@kestrel.example>", subject="Leaflet", message_id="<t@kestrel.example>"
    )
    return arrive(mail, minutes=7).message.conversation


def page(name, conversation, **kwargs):
    return reverse(name, kwargs={"slug": "fernhill", "number": conversation.number, **kwargs})


def everything(*conversations):
    """All that a merge may touch, to be compared."""
    ids = [talk.pk for talk in conversations]
    return {
        "talks": list(Conversation.objects.filter(pk__in=ids).order_by("pk").values()),
        "messages": list(Message.objects.order_by("pk").values_list("pk", "conversation")),
        "people": list(Participant.objects.order_by("pk").values_list("pk", "conversation")),
        "drafts": list(Draft.objects.order_by("pk").values()),
    }


def test_it_is_done_on_a_page_that_says_what_will_happen(browse, member, first, second):
    browser = browse(member)
    offers = browser.get(page("inbox.merge", first))
    assert "Label proofs, again" in offers.text, "the latest of the same client are offered"
    assert (
        "Label proofs, again"
        in browser.get(page("inbox.merge", first) + f"?q={second.number}").text
    )
    asking = browser.get(page("inbox.merge", first) + f"?into={second.number}")
    assert "What comes later to either arrives in" in asking.text
    answer = browser.post(page("inbox.merge", first), {"into": second.number})
    assert answer.url.endswith(f"/inbox/{second.number}/")
    text = browser.get(answer.url).text
    assert text.index("The German leaflet") < text.index("And?"), "in the order of time"


def test_the_old_number_leads_to_the_one_that_stays(browse, member, first, second):
    merging.merge(first, second, by=member, at=SOON)
    browser = browse(member)
    assert browser.get(page("inbox.conversation", first)).url == page("inbox.conversation", second)
    listed = browser.get(reverse("inbox", kwargs={"slug": "fernhill"}) + "?show=all").text
    assert listed.count("Ines Prado") == 1
    browser.post(page("inbox.answer", first), {"kind": "note", "text": "From an old window."})
    assert Message.objects.get(kind="note").conversation == second


def test_later_mails_to_either_arrive_in_the_one_that_stays(arrive, member, first, second, mailbox):
    mailbox.plus_addresses = True
    mailbox.save()
    letter = Letter("Yes", to=(("", "ines@northwind.example"),))
    sent = writing.reply(first, letter=letter, by=member, at=NOW)
    merging.merge(first, second, by=member, at=SOON)
    answer = arrive(written(In_Reply_To="<a@client.example>"), minutes=30)
    assert answer.message.conversation == second
    lines = bytes(sent.dispatch.content).decode().split("\r\n")
    [line] = [line for line in lines if line.startswith("Reply-To:")]
    address = line.partition("<")[2].partition(">")[0]
    assert arrive(written(to=address), minutes=31).message.conversation == second


def test_led_on_twice_is_led_once(browse, member, arrive, first, second, contact):
    third = arrive(written(subject="Third")).message.conversation
    merging.merge(first, second, by=member, at=SOON)
    merging.merge(second, third, by=member, at=SOON)
    browser = browse(member)
    assert browser.get(page("inbox.conversation", first)).url == page("inbox.conversation", third)
    assert arrive(written(In_Reply_To="<a@client.example>")).message.conversation == third


def test_the_one_that_stays_waits_as_long_as_either_did(member, first, second):
    Conversation.objects.filter(pk=second.pk).update(turn=Turn.CLIENT, closed_at=NOW)
    merging.merge(first, second, by=member, at=SOON)
    second.refresh_from_db()
    assert second.turn == Turn.US and second.turn_since == first.turn_since
    assert second.closed_at is None


def test_undo_takes_them_exactly_apart(browse, member, manager, first, second):
    for talk, text in ((first, "Dear Ines"), (second, "Hello")):
        drafts.save(talk, words=drafts.Words(text), revision=0, by=member, at=NOW)
    drafts.save(first, words=drafts.Words("Mine", kind="note"), revision=0, by=manager, at=NOW)
    before = everything(first, second)
    browser = browse(member)
    browser.post(page("inbox.merge", first), {"into": second.number})
    together = Draft.objects.get(conversation=second, member=member)
    assert together.body == "Hello\n\nDear Ines"
    assert Draft.objects.get(member=manager).conversation == second
    beside = browser.get(page("inbox.around", second)).text
    assert f"Take #{first.number} out again" in beside
    browser.post(page("inbox.parting", second, pk=Reshaping.objects.get().pk))
    assert everything(first, second) == before
    assert Event.objects.filter(verb="conversation.parted").exists()


def test_a_note_that_was_begun_slips_into_no_mail(member, first, second):
    drafts.save(first, words=drafts.Words("Inside", kind="note"), revision=0, by=member, at=NOW)
    drafts.save(second, words=drafts.Words("Hello"), revision=0, by=member, at=NOW)
    merging.merge(first, second, by=member, at=SOON)
    assert Draft.objects.get(conversation=second).kind == "note"


def test_undo_is_refused_once_somebody_wrote_in_it(arrive, member, first, second):
    act = merging.merge(first, second, by=member, at=SOON)
    arrive(written(In_Reply_To="<a@client.example>"), minutes=30)
    with pytest.raises(merging.NotParted):
        merging.part(act, by=member, at=SOON)
    with pytest.raises(merging.NotParted):
        merging.part(Reshaping.objects.get(), by=member, at=SOON + timedelta(hours=2))


def test_people_of_another_client_are_asked_about_first(browse, member, first, of_another_client):
    browser = browse(member)
    where = page("inbox.merge", first)
    asking = browser.get(f"{where}?into={of_another_client.number}").text
    assert "People of several clients" in asking and "Sees the subject “Leaflet”" in asking
    refused = browser.post(where, {"into": of_another_client.number})
    assert refused.status_code == 422 and Conversation.objects.live().count() == 2
    browser.post(where, {"into": of_another_client.number, "agreed": "1"})
    assert Conversation.objects.live().count() == 1
    assert "Look whom you answer" in browser.get(page("inbox.conversation", of_another_client)).text


def test_no_party_sees_the_other_ones_messages_nor_their_ids(
    member, contact, first, of_another_client
):
    merging.merge(first, of_another_client, by=member, at=SOON, agreed=True)
    talk = Conversation.objects.get(pk=of_another_client.pk)
    assert [message.from_email for message in shown(talk, contact)] == [contact.email]
    letter = Letter("For you", to=(("", contact.email),))
    sent = writing.reply(talk, letter=letter, by=member, at=SOON)
    content = bytes(sent.dispatch.content)
    assert b"<a@client.example>" in content and b"kestrel.example" not in content


def test_it_is_said_beforehand_how_much_somebody_would_see(first, of_another_client, make, contact):
    contact.sees_company = True
    contact.save()
    seen = {one.contact.name: one for one in asked.glimpses(of_another_client, first)}
    assert seen["Tom Reed"].sees_subject and seen["Tom Reed"].messages == 0
    assert "Ines Prado" not in seen, "for her nothing changes"


def test_a_contact_finds_it_under_its_old_number(
    portal,  # noqa: F811
    member,
    contact,
    first,
    second,
):
    merging.merge(first, second, by=member, at=SOON)
    where = {"slug": "fernhill", "number": first.number}
    answer = portal(contact).get(reverse("portal.conversation", kwargs=where))
    assert answer.url.endswith(f"/{second.number}/")


def test_the_case_goes_along_and_comes_back(member, first, second):
    case = opening.open_case(first, kind="incident", by=member, at=NOW)
    act = merging.merge(first, second, by=member, at=SOON)
    case.refresh_from_db()
    assert case.conversation == second
    merging.part(act, by=member, at=SOON)
    case.refresh_from_db()
    assert case.conversation == first


def test_of_two_cases_one_stays(browse, member, first, second):
    gone = opening.open_case(first, kind="incident", by=member, at=NOW)
    stays = opening.open_case(second, kind="question", by=member, at=NOW)
    asking = browse(member).get(page("inbox.merge", first) + f"?into={second.number}").text
    assert f"{stays.reference} stays" in asking
    act = merging.merge(first, second, by=member, at=SOON)
    gone.refresh_from_db()
    stays.refresh_from_db()
    assert gone.closed_at is not None and stays.is_open and stays.conversation == second
    merging.part(act, by=member, at=SOON)
    gone.refresh_from_db()
    assert gone.is_open and gone.conversation == first


def test_a_complaint_without_an_answer_is_not_over_by_a_merge(browse, member, first, second):
    opening.open_case(first, kind="complaint", by=member, at=NOW)
    opening.open_case(second, kind="question", by=member, at=NOW)
    refused = browse(member).post(page("inbox.merge", first), {"into": second.number})
    assert refused.status_code == 422 and "the other way round" in refused.text
    assert Conversation.objects.live().count() == 2
    merging.merge(second, first, by=member, at=SOON)


def test_a_case_that_was_closed_is_open_with_the_other_one_and_closed_again_without(
    member, first, second
):
    opening.open_case(first, kind="request", by=member, at=NOW)
    over = opening.open_case(second, kind="question", by=member, at=NOW)
    conversations.close(second, by=member, at=NOW)
    before = Case.objects.filter(pk=over.pk).values().get()
    second.refresh_from_db()
    talk = Conversation.objects.filter(pk=second.pk).values().get()
    act = merging.merge(first, second, by=member, at=SOON)
    over.refresh_from_db()
    assert over.is_open and over.conversation.closed_at is None
    merging.part(act, by=member, at=SOON)
    assert Case.objects.filter(pk=over.pk).values().get() == before
    assert Conversation.objects.filter(pk=second.pk).values().get() == talk


def test_the_other_conversation_must_be_one_that_they_see(browse, stranger, member, first, second):
    merge = page("inbox.merge", first)
    assert browse(member).post(merge, {"into": 99_999}).status_code == 404
    assert browse(stranger).post(merge, {"into": second.number}).status_code == 404
    assert browse(member).post(merge, {"into": first.number}).status_code == 200


def test_what_was_noted_for_the_undo_is_forgotten_with_the_person(member, contact, first, second):
    merging.merge(first, second, by=member, at=SOON)
    erasing.erase(contact, at=SOON)
    assert not Reshaping.objects.exists()
    first.refresh_from_db()
    assert (first.subject, first.preview, first.correspondent) == ("(erased)", "", "")


def test_a_parked_case_goes_on_from_their_word_wherever_they_said_it(arrive, member, first):
    case = opening.open_case(first, kind="incident", by=member, at=NOW)
    conversations.set_turn(first, turn=Turn.CLIENT, by=member, at=NOW + timedelta(minutes=2))
    elsewhere = arrive(written(subject="By the way"), minutes=8).message.conversation
    act = merging.merge(elsewhere, first, by=member, at=SOON)
    case.refresh_from_db()
    [[began, ended]] = case.pauses
    assert case.paused_since is None
    assert (began[11:16], ended[11:16]) == ("09:32", "09:38"), "twelve minutes before the merge"
    merging.part(act, by=member, at=SOON)
    case.refresh_from_db()
    assert case.paused_since is not None and case.pauses == []
