"""Who a note calls, and what stands under a letter."""

from email import message_from_bytes

import pytest
from django.urls import reverse

from rapport.inbox.models import Dispatch, Following, Mailbox, Signature
from rapport.inbox.operations import signatures, writing
from rapport.lib.roles import Role
from rapport.notifications.models import Notification, Topic
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(make, contact):
    return make.conversation(contact)


def page(name, **more):
    return reverse(name, kwargs={"slug": "fernhill", **more})


def called(member) -> bool:
    return Notification.objects.filter(member=member, topic=Topic.MENTION).exists()


def test_whoever_is_called_is_told_and_follows_and_who_may_not_see_it_is_not(
    browse, make, member, run_jobs, talk
):
    mara, other = make.member(name="Mara Weiss"), make.member(name="Mara Winter")
    jo = make.member(name="Jo")
    outside = make.member(Role.GUEST, name="Noor Haddad")
    inside = make.member(Role.GUEST, name="Nils Berg")
    talk.project = make.project(talk.client)
    talk.save()
    make.on_project(talk.project, inside)
    browser, url = browse(member), page("inbox.names", number=talk.number)
    assert [one["name"] for one in browser.get(url, {"q": "ni"}).json()["found"]] == ["Nils Berg"]
    assert len(browser.get(url, {"q": "mara"}).json()["found"]) == 2
    text = "@Mara Weiss, ask @nils and @Noor Haddad; mail jo@x.example"
    browser.post(page("inbox.answer", number=talk.number), {"text": text, "kind": "note"})
    run_jobs()
    assert [called(one) for one in (mara, other, jo, outside, inside)] == [
        True, False, False, False, True,
    ]  # fmt: skip
    assert set(Following.objects.values_list("member", flat=True)) == {mara.pk, inside.pk}


def test_a_first_name_alone_calls_all_who_bear_it(make, member, run_jobs, talk):
    both = [make.member(name="Mara Weiss"), make.member(name="Mara Winter")]
    writing.note(talk, text="@Mara please look", by=member, at=NOW)
    run_jobs()
    assert all(called(one) for one in both)


def test_names_are_not_told_to_those_outside(browse, guest, viewer, stranger, talk):
    url = page("inbox.names", number=talk.number)
    statuses = [browse(one).get(url).status_code for one in (guest, viewer, stranger)]
    assert statuses == [404, 403, 404]


@pytest.fixture
def mailbox(workspace, scope):
    return Mailbox.objects.create(
        workspace=workspace, address="studio@fernhill.example", name="Fernhill", created_at=NOW,
        smtp_host="127.0.0.1", smtp_port=2, smtp_security="none",
    )  # fmt: skip


def test_the_closest_signature_stands_under_a_letter(browse, member, contact, talk, mailbox):
    contact.language = "de"
    contact.save()
    talk.mailbox = mailbox
    talk.save()
    member.signature = "Profile"
    member.save()
    browser = browse(member)

    def sent():
        body = {"text": "Hello", "to": "ines@northwind.example"}
        browser.post(page("inbox.answer", number=talk.number), body)
        letter = message_from_bytes(bytes(Dispatch.objects.latest("pk").content))
        text = letter.get_payload(decode=True).decode()
        return text.partition("-- ")[2].strip()

    assert sent() == "Profile"
    signatures.say(member, mailbox=None, language="fr", text="French")
    signatures.say(member, mailbox=None, language="", text="Any")
    assert sent() == "Any"
    signatures.say(member, mailbox=mailbox, language="", text="Studio")
    signatures.say(member, mailbox=mailbox, language="de", text="Atelier")
    assert sent() == "Atelier"
    assert "Atelier" in browser.get(page("inbox.conversation", number=talk.number)).text
    signatures.say(member, mailbox=mailbox, language="de", text="")
    assert sent() == "Studio"


def test_they_are_said_and_removed_in_settings_by_their_owner_alone(
    browse, member, manager, guest, mailbox
):
    browser, url = browse(member), page("inbox.signatures")
    for text in ("First", "Second"):
        browser.post(url, {"mailbox": mailbox.pk, "language": "de", "text": text})
    assert Signature.objects.get().text == "Second"
    assert "Second" in browser.get(url).text and "Second" not in browse(manager).get(url).text
    browser.post(url, {"mailbox": mailbox.pk, "language": "de", "text": ""})
    assert not Signature.objects.exists()
    assert browser.post(url, {"mailbox": 999, "text": "X"}).status_code == 422
    assert browse(guest).get(url).status_code == 403
