"""Contacts: one address is one person, who chooses how they are spoken to, or is forgotten."""

import json

import pytest
from django.core import mail

from rapport.accounts.models import User
from rapport.clients.models import Contact, SignInKey
from rapport.clients.operations import contacts, sign_in
from rapport.clients.operations.contacts import ContactFacts
from rapport.events import listeners
from rapport.events.models import Event
from rapport.lib.reader import Detail
from tests.conftest import NOW

CLIENT = "/w/fernhill/clients/NWM/"
FORM = {
    "name": "Tom Reed", "email": "Tom@Northwind.Example", "phone": "+44 20 7946 0000",
    "job_title": "Head of IT", "language": "fr", "time_zone": "Europe/Paris", "detail": "3",
}  # fmt: skip


def page(contact) -> str:
    return f"{CLIENT}contacts/{contact.pk}/"


def test_a_member_adds_a_person(browse, member, client_company):
    browser = browse(member)
    answer = browser.post(f"{CLIENT}contacts/new/", FORM)
    made = Contact.objects.get()
    assert answer.url == page(made)
    assert (made.email, made.language, made.detail) == ("tom@northwind.example", "fr", Detail.TASKS)
    assert "Tom Reed" in browser.get(answer.url).text


def test_one_address_is_one_person(browse, member, contact):
    answer = browse(member).post(
        f"{CLIENT}contacts/new/", {**FORM, "email": "INES@northwind.example"}
    )
    assert answer.status_code == 409
    assert "belongs to a contact already" in answer.text


def test_a08_changing_a_contact_never_touches_a_staff_account(browse, member, contact, owner):
    browse(member).post(f"{page(contact)}facts/", {**FORM, "email": owner.user.email})
    kept = User.objects.get(pk=owner.user_id)
    assert (kept.email, kept.name) == (owner.user.email, owner.user.name)
    assert kept.check_password("correct horse")


def test_a10_fields_that_are_not_asked_for_are_not_taken(browse, member, contact):
    browse(member).post(
        f"{page(contact)}facts/",
        {
            **FORM,
            "client": "999",
            "session_epoch": "9",
            "workspace": "2",
            "erased_at": "2026-01-01",
        },
    )
    changed = Contact.objects.get(pk=contact.pk)
    assert (changed.client_id, changed.workspace_id) == (contact.client_id, contact.workspace_id)
    assert changed.erased_at is None


def test_a20_a_new_address_ends_sessions_and_keys(contact, member):
    sign_in.send_key(contact, at=NOW)
    before = contact.session_epoch
    facts = ContactFacts(name="Ines Prado", email="ines@elsewhere.example")
    contacts.change(contact, facts=facts, by=member, at=NOW)
    assert contact.session_epoch > before
    assert not SignInKey.objects.exists()


def test_a_contact_chooses_for_themselves(contact):
    contacts.prefer(
        contact,
        language="es",
        time_zone="Europe/Madrid",
        detail=Detail.HEADLINE,
        by=contact,
        at=NOW,
    )
    assert Contact.objects.get().reader.detail == Detail.HEADLINE
    event = Event.objects.get(verb="contact.changed")
    assert (event.actor_kind, event.actor_id) == ("contact", contact.pk)


def test_an_erased_person_leaves_no_trace_in_their_row_or_in_the_stream(contact, admin):
    told = {"phone": "+44 20 5550 1234", "job_title": "Head of Labels", "last_seen_at": NOW,
            "language": "fr", "time_zone": "Europe/Paris"}  # fmt: skip
    Contact.objects.update(**told)
    sign_in.send_key(contact, next_path="", at=NOW)
    contacts.erase(contact, by=admin, at=NOW)
    row = json.dumps(list(Contact.objects.values()) + list(Event.objects.values()), default=str)
    for trace in ("Ines", "Prado", "ines@", "northwind.example", "5550", "Labels", "Paris"):
        assert trace not in row
    kept = Contact.objects.get()
    assert (kept.language, kept.last_seen_at) == ("en", None)
    assert not SignInKey.objects.exists()
    contacts.erase(contact, by=admin, at=NOW)
    assert Event.objects.filter(verb="contact.erased").count() == 1


def test_listeners_to_an_erasure_still_find_the_address(contact, admin, monkeypatch):
    heard = []

    def scrub(event) -> None:
        heard.append(Contact.objects.get(pk=event.subject_id).email)

    listener = listeners.Listener("test.scrub", frozenset({"contact.erased"}), scrub, True)
    already = listeners.BY_VERB.get("contact.erased", [])
    monkeypatch.setitem(listeners.BY_VERB, "contact.erased", [*already, listener])
    contacts.erase(contact, by=admin, at=NOW)
    assert heard == ["ines@northwind.example"]


def test_an_erased_persons_address_is_free_again(contact, admin, client_company):
    contacts.erase(contact, by=admin, at=NOW)
    facts = ContactFacts(name="Ines Prado", email="ines@northwind.example")
    assert contacts.create(client_company, facts=facts, by=admin, at=NOW).pk != contact.pk


def test_erasing_asks_for_the_name(browse, admin, manager, contact):
    assert (
        browse(manager).post(f"{page(contact)}erasure/", {"name": contact.name}).status_code == 403
    )
    browser = browse(admin)
    assert browser.get(f"{page(contact)}erasure/").status_code == 200
    assert browser.post(f"{page(contact)}erasure/", {"name": "Someone"}).status_code == 422
    assert browser.post(f"{page(contact)}erasure/", {"name": "Ines Prado"}).status_code == 302
    assert browser.get(page(contact)).status_code == 404
    assert "Ines" not in browser.get(CLIENT).text


def test_the_portal_invitation_is_seen_before_it_goes(browse, member, contact):
    Contact.objects.update(language="de")
    browser = browse(member)
    preview = browser.post(f"{page(contact)}invitation/", {"note": "Bis Freitag!"})
    assert "Bis Freitag!" in preview.text and 'lang="de"' in preview.text and mail.outbox == []
    browser.post(f"{page(contact)}invitation/", {"note": "Bis Freitag!", "send": "1"})
    [letter] = mail.outbox
    assert letter.to == [contact.email] and "Bis Freitag!" in letter.body


def test_portal_invitations_are_limited(browse, member, contact):
    browser = browse(member)
    codes = [
        browser.post(f"{page(contact)}invitation/", {"note": "", "send": "1"}).status_code
        for _ in range(6)
    ]
    assert codes == [302] * 5 + [429]


@pytest.mark.parametrize("path", ["", "facts/", "invitation/", "erasure/"])
def test_pages_of_a_contact_render(browse, owner, contact, path):
    assert browse(owner).get(page(contact) + path).status_code == 200


def test_a_person_of_another_client_is_not_found_under_this_one(browse, manager, contact, make):
    other = make.client("Other", "OTH")
    assert (
        browse(manager).get(f"/w/fernhill/clients/{other.key}/contacts/{contact.pk}/").status_code
        == 404
    )


def test_the_portal_is_previewed_from_the_contacts_page_by_those_who_may(
    browse, viewer, guest, contact, make
):
    link = f"{page(contact)}preview/"
    assert link in browse(viewer).get(page(contact)).text
    make.on_project(make.project(contact.client), guest)
    assert link not in browse(guest).get(page(contact)).text
