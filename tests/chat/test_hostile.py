"""What strangers try at a chat: other people's history, names, addresses, and our patience."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import now

from rapport.channels.models import Delivery, Handle
from rapport.chat import flood
from rapport.chat.models import Visitor
from rapport.chat.operations import identity
from rapport.chat.operations.letters import mail_unread
from rapport.chat.views import visits
from rapport.inbox.models import Conversation, Message
from tests.abuse.markup import VECTOR, came_alive
from tests.chat.conftest import SITE


def test_c09_what_a_visitor_types_runs_in_no_browser_and_is_shown_to_them_as_text(
    visitor, browse, member, answer
):
    visitor.say(VECTOR)
    visitor.tell("about/", {"name": VECTOR[:80]})
    talk, staff = Conversation.objects.get(), browse(member)
    for url in ("", f"{talk.number}/", f"{talk.number}/visitor/", f"{talk.number}/channel/"):
        assert came_alive(staff.get(f"/w/fernhill/inbox/{url}").content.decode()) == []
    answered = visitor.ask()
    assert answered["Content-Type"] == "application/json" and answered.json()["lines"]
    assert came_alive(visitor.browser.get(f"{visitor.base}?lang={VECTOR}").content.decode()) == []


def test_c09_a_visitors_token_is_random_kept_as_a_digest_and_opens_their_own_history_alone(
    visitor, other, answer, caplog
):
    visitor.say("My own business")
    answer("A private answer")
    other.say("Hello")
    assert len(visitor.token) >= 43 and visitor.token != other.token
    kept = json.dumps(list(Visitor.objects.values_list("token_digest", flat=True)))
    assert visitor.token not in kept and visitor.token not in caplog.text
    assert other.texts() == ["Hello"]
    handle = Handle.objects.order_by("pk").first()
    for guess in ("", "x" * 43, handle.address, visitor.token[:-1], "é" * 43):
        other.token = guess
        for path in ("messages/", "live/", "transcript/"):
            refused = other.ask(path)
            assert (refused.status_code, refused.content) == (401, b"")


def test_c09_a_token_opens_nothing_in_another_chat_nor_when_it_is_switched_off(
    visitor, widget, make, workspace, browse, owner
):
    visitor.say()
    visitor.base = "/chat/another-one/"
    assert visitor.ask().status_code == 401
    visitor.base = f"/chat/{widget.channel.token}/"
    browse(owner).post(f"/w/fernhill/settings/channels/{widget.channel_id}/pause/")
    assert visitor.ask().status_code == visitor.say("More").status_code == 410
    assert visitor.browser.get(visitor.base).status_code == 410
    assert b"switched off" in visitor.browser.get(f"{visitor.base}loader.js").content


def test_c09_who_is_signed_in_is_proved_by_a_signed_note_alone(widget, visitor, other, contact):
    widget.is_in_portal = True
    widget.save()
    note = identity.vouch(contact)
    visitor.begin(note=note)
    visitor.say("It is really me")
    mine = Message.objects.get()
    assert mine.contact == contact and Conversation.objects.get().client == contact.client
    assert Visitor.objects.get().email == contact.email
    forged = note[:-1] + ("A" if note[-1] != "A" else "B")
    for wrong in (forged, "x", f"{contact.pk}", json.dumps([widget.workspace_id, contact.pk, 1])):
        other.begin(note=wrong, email=contact.email, contact=contact.pk)
        other.say("I say that I am Ines")
        assert Message.objects.latest("pk").contact is None
    # They are who they proved to be, whatever is typed.
    visitor.tell("about/", {"name": "Somebody else", "email": "other@example.com"})
    assert Visitor.objects.order_by("pk").first().email == contact.email
    contact.session_epoch += 1
    contact.save()
    other.begin(note=note)
    other.say("After they were signed out")
    assert Message.objects.latest("pk").contact is None


def test_a05_typing_somebodys_address_shows_and_sends_nothing_of_theirs(
    visitor, make, contact, answer, letters_to
):
    make.conversation(contact, subject="Their secret project")
    visitor.say("BUY PILLS at https://spam.example")
    visitor.tell("about/", {"name": contact.name, "email": contact.email})
    assert visitor.texts() == ["BUY PILLS at https://spam.example"]
    answer("We do not sell pills.")
    [letter] = letters_to(visitor)
    assert "We do not sell pills." in letter
    assert "PILLS at" not in letter and "secret" not in letter and "spam.example" not in letter


@pytest.fixture
def letters_to(mailoutbox):
    """What goes out by mail when a visitor has left."""

    def leave(visitor) -> list[str]:
        visitor.tell("doing/", {"doing": "left"})
        for row in Visitor.objects.select_related("handle__channel", "workspace"):
            mail_unread(row, at=now() + timedelta(minutes=3))
        return [letter.body for letter in mailoutbox]

    return leave


def test_mail_to_an_address_that_somebody_typed_is_rare_and_can_be_stopped_by_its_owner(
    visitor, answer, letters_to, client
):
    visitor.say()
    visitor.tell("about/", {"email": "victim@example.com"})
    for number in range(8):
        Visitor.objects.update(seen_at=now())
        answer(f"Answer {number}")
        letters = letters_to(visitor)
    assert len(letters) == 5
    link = next(word for word in letters[0].split() if "/chat/decline/" in word)
    path = "/" + link.partition("://")[2].partition("/")[2]
    assert "Was it not you?" in client.get(path).content.decode()
    assert Visitor.objects.get().email == "victim@example.com"
    client.post(path)
    assert Visitor.objects.get().email == ""
    visitor.tell("about/", {"email": "Victim@example.com"})
    Visitor.objects.update(seen_at=now())
    answer("One more")
    assert len(letters_to(visitor)) == 5


def test_f08_what_no_browser_of_ours_sends_is_refused_and_leaves_nothing(visitor):
    visitor.begin()
    wrong = [
        (b"", 400), (b"{", 400), (b"[]", 400), (b"null", 400), (b"[" * 20_000, 400),
        (b"\xff\xfe", 400), ({"id": "short", "text": "x"}, 400), ({"id": 7, "text": "x"}, 400),
        ({"id": "a-good-key", "text": 7}, 400), ({"id": "a-good-key", "text": "   "}, 422),
        ({"id": "a-good-key", "text": "x" * 4001}, 422), ({"id": "a b c d e f", "text": "x"}, 400),
        (b"x" * 40_000, 413),
    ]  # fmt: skip
    for body, status in wrong:
        assert visitor.tell("messages/", body).status_code == status, body[:20]
    for body in ({}, {"doing": "read", "until": "x"}, {"doing": "read", "until": 10**20}, b"{"):
        assert visitor.tell("doing/", body).status_code == 400
    assert not Delivery.objects.exists() and not Conversation.objects.exists()
    for since in ("x", "-1", "9" * 40, "²", "99999999999999"):
        assert visitor.ask(f"messages/?since={since}").status_code == 200


def test_f08_half_characters_and_nul_arrive_without_them(visitor):
    body = b'{"id": "half-of-one", "text": "a\\ud800b\\u0000c"}'
    assert visitor.begin().tell("messages/", body).status_code == 201
    assert visitor.texts() == ["a?bc"]


def test_f_who_writes_too_much_waits_and_loses_nothing(visitor, monkeypatch):
    monkeypatch.setattr(visits, "MESSAGES_A_MINUTE", 3)
    answers = [visitor.say(f"word {number}") for number in range(5)]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429, 429]
    assert answers[-1]["Retry-After"] == "20"
    assert Message.objects.count() == 3


def test_f_new_visitors_from_one_address_and_floods_are_limited(visitor, monkeypatch):
    monkeypatch.setattr(visits, "NEW_AN_HOUR", 2)
    statuses = [visitor.tell("visits/", {}).status_code for _number in range(4)]
    assert statuses == [201, 201, 429, 429]
    gate = flood.Gate(240, 60)
    assert [gate.lets_in("1.2.3.4") for _number in range(242)][-3:] == [True, False, False]
    assert gate.lets_in("5.6.7.8")


def test_a05_the_frame_stands_on_the_allowed_sites_alone_and_runs_our_script_alone(visitor, widget):
    page = visitor.browser.get(visitor.base)
    said = page["Content-Security-Policy"]
    assert f"frame-ancestors 'self' {SITE}" in said and "X-Frame-Options" not in page
    assert "script-src 'self'" in said and "unsafe" not in said and not page.cookies
    widget.origins = []
    widget.save()
    said = visitor.browser.get(visitor.base)["Content-Security-Policy"]
    assert said.endswith("frame-ancestors 'self'")
    # No other page of ours may be framed any more than before.
    assert visitor.browser.get("/sign-in/")["X-Frame-Options"] == "SAMEORIGIN"


def test_a19_no_other_site_reads_or_writes_for_a_visitor(visitor):
    visitor.begin()
    asked = visitor.browser.options(visitor.base + "messages/", headers={"origin": "https://evil"})
    assert asked.status_code == 405 and "Access-Control-Allow-Origin" not in asked
    # The header is what counts; a cookie or a form's token is no way in.
    assert visitor.browser.get(visitor.base + "messages/").status_code == 401
