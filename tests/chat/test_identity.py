"""Who is signed in on the company's own site, as its server says: proved, claimed, or nothing."""

import json
from datetime import timedelta
from itertools import product

import jwt
import pytest
from django.utils.timezone import now

from rapport.channels.models import Channel
from rapport.chat.models import SiteSecret, Visitor, Widget
from rapport.chat.operations import site_secrets
from rapport.engine.mail import threads
from rapport.engine.mail.threads import Known, Shown
from rapport.inbox.models import Conversation, Message
from rapport.workspaces.scope import open_workspace
from tests.builders import Make
from tests.chat.conftest import Visitor as Writes
from tests.conftest import NOW

PERSON = {"email": "ines@northwind.example", "email_verified": True, "name": "Ines Prado"}


@pytest.fixture
def secret(widget, owner) -> str:
    return site_secrets.make(widget, by=owner, at=now())


def signed(secret, **claims):
    """As a company's server does it."""
    ends = int(now().timestamp()) + 600
    return jwt.encode({"exp": ends} | PERSON | claims, secret, algorithm="HS256")


def test_who_the_site_vouches_for_is_the_contact_with_that_address(
    visitor, secret, contact, browse, member
):
    visitor.begin(note=signed(secret)).say("It is me")
    said = Message.objects.get()
    assert (said.contact, said.conversation.client) == (contact, contact.client)
    assert said.conversation.correspondent == contact.name
    talk = Conversation.objects.get()
    beside = browse(member).get(f"/w/fernhill/inbox/{talk.number}/visitor/").content.decode()
    assert "Their sign-in proves it" in beside and "Nobody proved" not in beside
    assert visitor.ask().json()["isKnown"]


def test_they_go_on_from_another_device_with_all_that_was_said(visitor, other, secret, answer):
    visitor.begin(note=signed(secret)).say("From my desk")
    answer("We look into it.")
    other.begin(note=signed(secret))
    assert other.texts() == ["From my desk", "We look into it."]
    other.say("From my phone")
    assert visitor.texts()[-1] == "From my phone" and Conversation.objects.count() == 1
    stranger = Writes(Widget.objects.get())
    stranger.begin(email=PERSON["email"], name=PERSON["name"]).say("I say I am Ines")
    assert stranger.texts() == ["I say I am Ines"]


def test_a_session_becomes_theirs_when_they_sign_in_and_never_anothers(
    visitor, other, secret, contact
):
    visitor.begin(note=signed(secret)).say("Earlier, at home")
    other.say("Before I signed in")
    assert other.tell("identity/", {"note": signed(secret)}).status_code == 204
    assert other.texts() == ["Earlier, at home", "Before I signed in"]
    assert set(Message.objects.values_list("contact", flat=True)) == {contact.pk}
    # Somebody else at the same browser begins anew, and finds nothing of it.
    colleague = signed(secret, email="rita@northwind.example", name="Rita")
    assert other.tell("identity/", {"note": colleague}).status_code == 409
    assert Visitor.objects.filter(proved="rita@northwind.example").count() == 0
    other.begin(note=colleague)
    assert other.texts() == []
    # They are who they proved to be, whatever is typed.
    other.tell("about/", {"name": "Ines", "email": PERSON["email"]})
    assert Visitor.objects.latest("pk").email == "rita@northwind.example"


def test_an_address_that_the_site_has_not_proved_stays_a_claim(visitor, secret, contact):
    for claims in ({"email_verified": False}, {"email_verified": "true"}, {"email_verified": 1}):
        visitor.begin(note=signed(secret, **claims)).say("I signed up a minute ago")
        assert Message.objects.latest("pk").contact is None
        latest = Visitor.objects.latest("pk")
        assert (latest.proved, latest.email) == ("", PERSON["email"])
        assert Conversation.objects.latest("pk").correspondent == "Ines Prado (visitor)"


def wrong_ones(secret, others_secret):
    good = signed(secret)
    head, body, mark = good.split(".")
    none = jwt.encode(PERSON | {"exp": 2**31}, "", algorithm="none")
    at = int(now().timestamp())
    return {
        "forged": f"{head}.{body}.{mark[:-4]}AAAA",
        "changed": f"{head}.{signed(others_secret).split('.')[1]}x.{mark}",
        "another key": signed(others_secret),
        "alg none": none,
        "alg none, our mark": f"{none.split('.')[0]}.{body}.{mark}",
        "another algorithm": jwt.encode(PERSON | {"exp": at + 60}, secret, algorithm="HS512"),
        "expired": signed(secret, exp=at - 3600),
        "for ever": signed(secret, exp=at + 400 * 86_400),
        "no end": jwt.encode(PERSON, secret, algorithm="HS256"),
        "an end that is none": signed(secret, exp="soon"),
        "empty": "..",
        "nested": "{" * 50 + "..",
        "long": signed(secret, name="x" * 9_000),
    }


def test_c09_what_is_forged_expired_or_signed_otherwise_proves_nothing(
    visitor, widget, secret, contact
):
    for name, note in wrong_ones(secret, "x" * 43).items():
        visitor.begin(note=note)
        visitor.say("I am Ines, believe me")
        assert Message.objects.latest("pk").contact is None, name
        assert not Visitor.objects.latest("pk").proved, name
        assert visitor.tell("identity/", {"note": note}).status_code == 422, name
    widget.channel.refresh_from_db()
    assert widget.channel.refused >= 2 * 10


def test_c09_a_token_for_one_chat_says_nothing_in_another_nor_in_another_company(
    visitor, secret, contact, theirs
):
    elsewhere, their_secret = theirs
    elsewhere.begin(note=signed(secret)).say("Replayed")
    assert Visitor.everywhere.latest("pk").proved == ""
    # Our contact's address, signed by a company that does not know it: nobody's contact there.
    elsewhere.begin(note=signed(their_secret)).say("Signed there")
    assert Visitor.everywhere.latest("pk").proved == PERSON["email"]
    said = Message.everywhere.latest("pk")
    assert said.contact_id is None and said.workspace_id != contact.workspace_id
    visitor.begin(note=signed(their_secret)).say("And back")
    assert Message.everywhere.latest("pk").contact_id is None


@pytest.fixture
def theirs(db):
    """A chat of another company, and its secret."""
    founded = Make.workspace("Kestrel Print", "kestrel")
    with open_workspace(founded.pk):
        channel = Channel.objects.create(
            workspace=founded, provider="chat", name="Theirs", created_at=NOW
        )
        widget = Widget.objects.create(workspace=founded, channel=channel)
        return Writes(widget), site_secrets.make(widget, by=Make(founded).member(), at=now())


def test_a_secret_is_shown_once_and_changed_with_time_to_change_over(browse, owner, widget):
    staff, url = browse(owner), f"/w/fernhill/settings/chats/{widget.channel_id}/identity/"
    page = staff.post(url, follow=True).content.decode()
    first = page.partition('data-secret="')[2].partition('"')[0]
    assert len(first) >= 43 and first not in staff.get(url).content.decode()
    assert first not in json.dumps(list(SiteSecret.objects.values_list("sealed", flat=True)))
    second = staff.post(url, follow=True).content.decode().partition('data-secret="')[2][:43]
    for secret in (first, second):
        assert Writes(widget).begin(note=signed(secret)) and proved() == PERSON["email"]
    SiteSecret.objects.exclude(ends_at=None).update(ends_at=now() - timedelta(seconds=1))
    Writes(widget).begin(note=signed(first))
    assert proved() == ""
    staff.post(url, {"end": "1"})
    Writes(widget).begin(note=signed(second))
    assert proved() == "" and not SiteSecret.objects.exists()


def proved() -> str:
    return Visitor.objects.latest("pk").proved


def test_the_rules_are_those_of_the_table():
    """The table in the docstring, row by row, is what is computed."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in threads.__doc__.splitlines()
        if line.startswith("| ")
    ]
    names = {
        "its own token alone": Shown.SESSION,
        "a name or an address that was typed": Shown.TYPED,
        "signed by the site, without an address it has proved": Shown.UNPROVED,
        "signed by the site, an address it has proved": Shown.SIGNED,
        "a note of our own portal": Shown.PORTAL,
        "signed with what does not fit, or long ago": Shown.FORGED,
    }
    steps = {
        "nobody": Known.NOBODY, "claim": Known.CLAIM, "that person": Known.PERSON,
        "stays": Known.STAYS, "begins anew": Known.ANEW,
    }  # fmt: skip
    said = {row[0]: row[1:] for row in rows if row[0] in names}
    assert said.keys() == names.keys()
    for (name, shown), is_another in product(names.items(), (False, True)):
        cell = said[name][int(is_another)]
        assert threads.known_by(shown, is_another=is_another) is steps[cell], name
