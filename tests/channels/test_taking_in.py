"""What another system sends becomes a conversation: once, proved, and nothing is lost."""

from datetime import timedelta
from time import time

import pytest
from django.utils.timezone import now

from rapport.channels.models import Channel, Delivery, Handle
from rapport.channels.operations import deliveries
from rapport.channels.tasks import forget_old, read_left
from rapport.channels.views import hook as hook_view
from rapport.events.models import Event
from rapport.inbox.models import Conversation, Message, Participant
from rapport.inbox.operations import conversations
from tests.channels.conftest import knock, said
from tests.integrations import signing


def outcomes():
    return list(Delivery.objects.order_by("pk").values_list("outcome", flat=True))


def fresh(channel):
    return Channel.objects.get(pk=channel.pk)


def test_a_message_becomes_a_conversation(deliver, channel):
    assert deliver().status_code == 200
    talk = Conversation.objects.get()
    [message] = talk.messages.all()
    assert (talk.channel, talk.subject, talk.turn) == ("webhook", "Is the leaflet ready?", "us")
    assert (talk.correspondent, message.from_name, message.from_email) == (
        "Ines", "Ines", "ines@shop",
    )  # fmt: skip
    assert (message.kind, message.visible_text) == ("in", "Is the leaflet ready?")
    assert outcomes() == ["filed"]
    assert fresh(channel).last_heard_at is not None


def test_the_bytes_are_kept_before_anything_is_tried_with_them(deliver, channel, monkeypatch):
    body = said(text="Grüße")
    knock(channel, signing.standard(body, int(time())))
    kept = Delivery.objects.get()
    assert (kept.bytes, kept.outcome) == (body, "waiting")
    assert not Message.objects.exists()


def test_the_same_delivery_again_changes_nothing(deliver):
    assert [deliver().status_code for _ in range(3)] == [200, 200, 200]
    assert outcomes() == ["filed"] and Message.objects.count() == 1


def test_the_same_message_in_another_delivery_changes_nothing(deliver):
    deliver(key="msg_1")
    deliver(key="msg_2")
    assert outcomes() == ["filed", "duplicate"] and Message.objects.count() == 1


@pytest.mark.parametrize("wrong", ["secret", "body", "old", "unsigned"])
def test_d07_what_was_forged_changed_or_is_sent_again_is_refused_and_not_kept(
    wrong, channel, deliver
):
    hook = signing.standard(said(), int(time()))
    if wrong == "secret":
        hook = signing.standard(said(), int(time()), "whsec_b3RoZXI=")
    if wrong == "body":
        hook = type(hook)("POST", hook.url, hook.headers, hook.body.replace(b"ready", b"Ready"))
    if wrong == "old":
        hook = signing.standard(said(), int(time()) - 301)
    if wrong == "unsigned":
        hook = type(hook)("POST", hook.url, {}, hook.body)
    answer = knock(channel, hook)
    assert (answer.status_code, answer.content) == (401, b"")
    assert not Delivery.objects.exists() and not Event.objects.exists()
    assert fresh(channel).refused == 1 and fresh(channel).refused_at is not None


def test_an_unknown_address_answers_404_and_after_a_while_429(channel):
    nowhere = type("Nowhere", (), {"token": "x" * 32})
    hook = signing.standard(said(), int(time()))
    assert {knock(nowhere, hook).status_code for _ in range(60)} == {404}
    assert knock(nowhere, hook).status_code == 429
    # Whoever signs is not shut out by what others try from the same address.
    assert knock(channel, hook).status_code == 200


def test_a_flood_is_held_up_and_its_sender_told_when_to_come_again(channel, monkeypatch):
    monkeypatch.setattr(hook_view, "MOST_A_MINUTE", 3)
    codes = [
        knock(channel, signing.standard(said(key=f"m{n}"), int(time()), key=f"k{n}")).status_code
        for n in range(4)
    ]
    assert codes == [200, 200, 200, 429] and Delivery.objects.count() == 3


def test_a_removed_channel_answers_no_more(channel, owner, deliver):
    Channel.objects.update(binned_at=now())
    assert deliver().status_code == 404
    assert not Delivery.objects.exists()


def test_what_is_too_large_is_refused(channel):
    hook = signing.standard(b"x" * (3 * 1024 * 1024 + 1), int(time()))
    assert knock(channel, hook).status_code == 413
    assert not Delivery.objects.exists()


def test_what_cannot_be_read_is_kept_told_and_run_again(deliver, channel, browse, manager, admin):
    assert deliver(b'{"type": "message.created", "data": {"id": 7}}').status_code == 200
    assert outcomes() == ["quarantined"]
    page = browse(manager).get("/w/fernhill/settings/channels/deliveries/").content.decode()
    assert "a message needs an id and from.address" in page
    assert Event.objects.filter(verb="delivery.quarantined").count() == 1
    told = browse(admin).get("/w/fernhill/notifications/").content.decode()
    assert "Shop: Quarantined" in told
    pk = Delivery.objects.get().pk
    where = f"/w/fernhill/settings/channels/deliveries/{pk}/"
    raw = browse(manager).get(f"{where}raw/")
    assert raw.content == b'{"type": "message.created", "data": {"id": 7}}'
    assert "attachment" in raw.headers["Content-Disposition"]
    answer = browse(manager).post(f"{where}run/", follow=True).content.decode()
    assert "still nothing in it" in answer and outcomes() == ["quarantined"]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"\xff\xfe", b"{" * 100_000, b'{"data": 1}', b'{"data": []}']
)
def test_nothing_that_is_signed_can_stop_the_reader(deliver, body):
    assert deliver(body).status_code == 200
    assert outcomes() == ["quarantined"]


def test_an_event_that_we_do_not_know_is_ignored_and_kept(deliver):
    assert deliver(b'{"type": "typing", "data": {}}').status_code == 200
    assert outcomes() == ["ignored"]


def test_a_crash_leaves_it_waiting_and_the_third_one_quarantines_it(deliver, monkeypatch):
    def break_(*args, **options):
        raise RuntimeError("boom")

    monkeypatch.setattr(deliveries.filing, "file", break_)
    deliver()
    assert outcomes() == ["waiting"]
    for _ in range(2):
        [left] = Delivery.objects.select_related("channel")
        deliveries.settle(left, at=now())
    assert outcomes() == ["quarantined"]
    assert Delivery.objects.get().reason == "crash" and not Message.objects.exists()
    monkeypatch.undo()
    deliveries.run_again(Delivery.objects.select_related("channel").get(), at=now())
    assert outcomes() == ["filed"]


def test_what_its_process_died_over_is_taken_up(channel, settings):
    knock(channel, signing.standard(said(), int(time())))
    read_left()
    assert outcomes() == ["waiting"]
    Delivery.objects.update(received_at=now() - timedelta(minutes=1))
    read_left()
    assert outcomes() == ["filed"]


def test_what_brought_nothing_is_let_go_after_a_month_and_messages_are_not(deliver, channel):
    deliver()
    deliver(key="again")
    deliver(b'{"type": "typing", "data": {}}', key="typing")
    deliver(b"nonsense", key="nonsense")
    assert outcomes() == ["filed", "duplicate", "ignored", "quarantined"]
    forget_old()
    assert len(outcomes()) == 4
    Delivery.objects.update(settled_at=now() - timedelta(days=31))
    forget_old()
    assert outcomes() == ["filed", "quarantined"]


def test_while_paused_what_comes_is_kept_and_read_after(deliver, channel, manager):
    Channel.objects.update(is_paused=True)
    assert deliver().status_code == 200
    Delivery.objects.update(received_at=now() - timedelta(minutes=1))
    read_left()
    assert outcomes() == ["waiting"]
    Channel.objects.update(is_paused=False)
    read_left()
    assert outcomes() == ["filed"]


def test_the_next_word_joins_the_open_conversation_and_after_its_end_a_new_one_begins(
    deliver, member
):
    deliver(key="a", text="First")
    deliver(said("Second", "m2"), "b")
    talk = Conversation.objects.get()
    assert [m.visible_text for m in talk.messages.order_by("pk")] == ["First", "Second"]
    conversations.close(talk, by=member, at=now())
    deliver(said("Third", "m3"), "c")
    assert Conversation.objects.count() == 2


def test_two_people_have_a_conversation_each(deliver):
    deliver(said("One", "m1", "a"), "a")
    deliver(said("Two", "m2", "b"), "b")
    assert Conversation.objects.count() == 2


def test_somebody_unknown_triggers_nothing_until_staff_confirms(deliver, member, browse):
    deliver()
    assert Message.objects.get().is_unverified
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert "message.withheld" in verbs and "message.received" not in verbs
    talk = Conversation.objects.get()
    page = browse(member).get(f"/w/fernhill/inbox/{talk.number}/").content.decode()
    assert "is not known here yet" in page
    person = Participant.objects.get()
    browse(member).post(f"/w/fernhill/inbox/{talk.number}/people/{person.pk}/confirmation/")
    assert not Message.objects.get().is_unverified
    assert Event.objects.filter(verb="message.received").count() == 1
    assert Handle.objects.get().is_verified
    conversations.close(talk, by=member, at=now())
    deliver(said("Again", "m2"), "b")
    assert not Message.objects.order_by("pk").last().is_unverified


def test_c02_script_in_a_name_or_text_is_shown_as_text(deliver, browse, member):
    script = "<script>alert(1)</script>"
    deliver(text=script, name=script)
    talk = Conversation.objects.get()
    for url in (f"/w/fernhill/inbox/{talk.number}/", "/w/fernhill/inbox/",
                f"/w/fernhill/inbox/{talk.number}/channel/"):  # fmt: skip
        assert script not in browse(member).get(url).content.decode()


def test_another_company_sees_nothing_of_it(deliver, stranger, browse):
    deliver(b"nonsense")
    pk = Delivery.objects.get().pk
    for path in (f"deliveries/{pk}/raw/", f"{Channel.objects.get().pk}/"):
        assert browse(stranger).get(f"/w/fernhill/settings/channels/{path}").status_code == 404
        assert browse(stranger).get(f"/w/elsewhere/settings/channels/{path}").status_code == 404
