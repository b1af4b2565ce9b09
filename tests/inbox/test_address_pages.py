"""Addresses and ways in, as people set them up."""

import re

import pytest
from django.urls import reverse

from rapport.accounts.readers import reader_for
from rapport.inbox.models import Alias, HookDelivery, Mailbox, MailHook
from rapport.inbox.operations import aliases
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


def url(name, **values):
    return reverse(name, kwargs={"slug": "fernhill", **values})


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, "Label relaunch", key="LAB")


@pytest.fixture
def mailbox(mailbox):
    mailbox.plus_addresses = True
    mailbox.save()
    return mailbox


def filled_in(**more):
    return {
        "address": "studio@fernhill.example", "name": "Fernhill", "sign_in": "password",
        "imap_port": 993, "imap_security": "tls", "imap_folder": "INBOX", "smtp_port": 587,
        "smtp_security": "starttls", **more,
    }  # fmt: skip


def test_a_project_is_given_an_address_that_is_shown_renewed_and_switched_off(
    browse, member, viewer, project, mailbox
):
    browser, card = browse(member), url("inbox.address_of_project", key="LAB")
    assert "Give it a mail address" in browser.get(card).text
    assert browse(viewer).get(card).status_code == 204
    answer = browser.post(url("inbox.give_project_address", key="LAB"), {"word": "Labels"})
    assert answer["Location"] == url("projects.project", key="LAB")
    alias = Alias.objects.get()
    assert alias.address == "studio+labels@fernhill.example"
    for person in (member, viewer):
        page = browse(person).get(card).text
        assert f'data-text="{alias.address}"' in page and ("Switch off" in page) == (
            person == member
        )
    browser.post(url("inbox.address_replies", pk=alias.pk))
    assert 'aria-pressed="true"' in browser.get(card).text
    browser.post(url("inbox.address_renewal", pk=alias.pk))
    fresh = aliases.running_of(project)
    assert fresh.address != alias.address and fresh.takes_replies
    browser.post(url("inbox.address_switch", pk=fresh.pk))
    assert f"{fresh.address} is switched off" in browser.get(card).text
    browser.post(url("inbox.address_switch", pk=fresh.pk))
    assert fresh.address in browser.get(card).text


def test_a_word_that_makes_no_address_is_refused_in_a_sentence(browse, member, project, mailbox):
    answer = browse(member).post(
        url("inbox.give_project_address", key="LAB"), {"word": "postmaster"}, follow=True
    )
    assert "kept for whoever runs the mail server" in answer.text
    assert not Alias.objects.exists()


def test_a_conversation_has_an_address_and_what_is_on_the_side_has_none(
    browse, member, mailbox, make, contact
):
    talk = make.conversation(contact, "Labels")
    browser, card = browse(member), url("inbox.address_of_conversation", number=talk.number)
    browser.post(url("inbox.give_conversation_address", number=talk.number))
    assert Alias.objects.get(conversation=talk).address in browser.get(card).text
    type(talk).objects.filter(pk=talk.pk).update(is_side=True, side_of=make.conversation())
    assert browser.get(card).status_code == 204


def test_a_guest_changes_no_address_and_sees_those_of_their_projects_alone(
    browse, guest, member, project, mailbox, make, client_company
):
    make.on_project(project, guest)
    other = make.project(client_company, "Site", key="SITE")
    mine = aliases.give(project, mailbox=mailbox, by=member, at=NOW)
    theirs = aliases.give(other, mailbox=mailbox, by=member, at=NOW)
    browser = browse(guest)
    assert mine.address in browser.get(url("inbox.address_of_project", key="LAB")).text
    assert browser.get(url("inbox.address_of_project", key="SITE")).status_code == 404
    for alias in (mine, theirs):
        assert browser.post(url("inbox.address_switch", pk=alias.pk)).status_code == 403
    assert list(Alias.objects.visible_to(reader_for(guest))) == [mine]


def test_the_addresses_of_a_mailbox_take_the_same_number_of_questions_however_many(
    browse, admin, member, mailbox, make, client_company, django_assert_max_num_queries
):
    browser, page = browse(admin), url("inbox.addresses", pk=mailbox.pk)
    answer = browser.post(
        url("inbox.add_address", pk=mailbox.pk), {"address": "Hello@Fernhill.example"}
    )
    assert answer.status_code == 302
    again = browser.post(
        url("inbox.add_address", pk=mailbox.pk), {"address": "hello@fernhill.example"}
    )
    assert again.status_code == 422 and "given out already" in again.text
    browser.get(page)
    for n in range(120):
        project = make.project(client_company, f"Project {n}", key=f"P{n}")
        aliases.give(project, mailbox=mailbox, by=member, at=NOW)
    with django_assert_max_num_queries(14):
        shown = browser.get(page).text
    assert shown.count("data-text=") == 100 and "hello@fernhill.example" not in shown
    before = re.search(r"\?before=(\d+)", shown)[1]
    assert "hello@fernhill.example" in browser.get(f"{page}?before={before}").text
    assert browser.get(f"{page}?before=x").status_code == 200
    assert browse(member).get(page).status_code == 403


def test_a_mailbox_is_received_where_its_domain_was_opened_and_nowhere_else(
    browse, admin, scope, settings, stranger
):
    browser, new = browse(admin), url("inbox.new_mailbox")
    refused = browser.post(new, filled_in(arrives_by="direct"))
    assert refused.status_code == 422 and "RAPPORT_RECEIVE_DOMAINS" in refused.text
    settings.RECEIVE_DOMAINS = {"fernhill.example": "elsewhere"}
    assert browser.post(new, filled_in(arrives_by="direct")).status_code == 422
    settings.RECEIVE_DOMAINS = {"fernhill.example": "fernhill"}
    assert browser.post(new, filled_in(arrives_by="direct")).status_code == 302
    page = browser.get(url("inbox.mailboxes")).text
    assert "handed over by a mail server" in page and "nobody listens" in page
    settings.RECEIVE_LMTP = "unix:/run/x"
    assert "nobody listens" not in browser.get(url("inbox.mailboxes")).text


def test_a_provider_is_chosen_and_its_password_shown_once(browse, admin, member, scope, settings):
    settings.PUBLIC_URL = "https://rapport.example"
    browser = browse(admin)
    answer = browser.post(url("inbox.new_mailbox"), filled_in(arrives_by="provider"))
    mailbox = Mailbox.objects.get()
    page = url("inbox.mail_provider", pk=mailbox.pk)
    assert answer["Location"] == page
    refused = browser.post(page, {"provider": "mailgun"})
    assert refused.status_code == 422 and "its own key" in refused.text
    shown = browser.post(page, {"provider": "postmark"}, follow=True).text
    hook = MailHook.objects.get()
    secret = re.search(rf"https://rapport:([\w-]+)@rapport.example/hooks/mail/{hook.token}/", shown)
    assert secret and "not shown again" in shown
    assert secret[1] not in browser.get(page).text
    renewed = browser.post(url("inbox.hook_secret", pk=mailbox.pk), follow=True).text
    assert "not shown again" in renewed and secret[1] not in renewed
    assert browse(member).get(page).status_code == 403


def test_what_a_provider_sent_and_nobody_could_read_is_tried_again(browse, admin, mailbox, scope):
    mailbox.arrives_by = "provider"
    mailbox.save()
    browser, page = browse(admin), url("inbox.mail_provider", pk=mailbox.pk)
    browser.post(page, {"provider": "postmark"})
    delivery = HookDelivery.objects.create(
        workspace=mailbox.workspace, hook=MailHook.objects.get(), kind="mail", key="k", size=1,
        content=b"x\x9cK\x04\x00\x00b\x00b", received_at=NOW, outcome="quarantined", said="why",
    )  # fmt: skip
    assert "why" in browser.get(page).text
    answer = browser.post(url("inbox.hook_again", pk=delivery.pk), follow=True)
    assert "still cannot be read" in answer.text
