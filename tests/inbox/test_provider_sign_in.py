"""Signing in to a mailbox at a provider (OAuth), against a provider and servers on loopback."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from rapport.events.models import Event
from rapport.inbox import imap, smtp
from rapport.inbox.models import Dispatch, Mailbox, Message
from rapport.inbox.operations import fetching, mailboxes, secrets, sending, writing
from rapport.inbox.operations.letters import Letter
from rapport.integrations import mail_sign_in, sealing
from rapport.integrations.mail_sign_in import Tokens
from tests.inbox.authorisation_server import AuthorisationServer
from tests.inbox.conftest import written
from tests.inbox.imap_server import ImapServer
from tests.inbox.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings, monkeypatch):
    settings.INTERNAL_HOSTS = ["127.0.0.1"]
    with AuthorisationServer() as running:
        monkeypatch.setenv("RAPPORT_MICROSOFT_CLIENT_ID", running.client_id)
        monkeypatch.setenv("RAPPORT_MICROSOFT_CLIENT_SECRET", running.client_secret)
        here = replace(
            mail_sign_in.PROVIDERS["microsoft"],
            authorize=f"{running.base}/authorize", token=f"{running.base}/token",
        )  # fmt: skip
        monkeypatch.setitem(mail_sign_in.PROVIDERS, "microsoft", here)
        yield running


@pytest.fixture
def box(mailbox, provider) -> Mailbox:
    mailbox.sign_in = "microsoft"
    mailbox.save()
    return mailbox


def url(name, **kwargs):
    return reverse(name, kwargs={"slug": "fernhill", **kwargs})


def signed_in(browser, box, provider):
    away = browser.post(url("inbox.sign_in", pk=box.pk)).headers["Location"]
    back = provider.consent(away)
    return browser.get(back[back.index("/w/") :], follow=True), away


def hold(box, provider, *, expires=3600):
    """The mailbox as if somebody had signed in."""
    _, given = provider._give()
    tokens = Tokens(given["access_token"], given["refresh_token"], expires)
    secrets.keep_tokens(box, tokens, at=now())


def kept(box):
    return sealing.unseal(Mailbox.objects.get(pk=box.pk).sealed_secret)


def test_a_person_signs_in_and_the_mailbox_reads_by_token(browse, admin, box, provider):
    page, away = signed_in(browse(admin), box, provider)
    assert "Signed in." in page.text and "login_hint=studio%40fernhill.example" in away
    with ImapServer(tokens=provider.access, mails={1: written()}) as server:
        Mailbox.objects.update(imap_port=server.port)
        box.refresh_from_db()
        assert fetching.fetch(box) == 1
    assert not any(command.startswith("LOGIN") for command in server.commands)


def test_e11_a_code_comes_back_only_with_our_state_and_once(browse, admin, box, provider):
    browser = browse(admin)
    away = browser.post(url("inbox.sign_in", pk=box.pk)).headers["Location"]
    back = provider.consent(away)
    back = back[back.index("/w/") :]
    assert browser.get(back.replace("state=", "state=x")).status_code == 400
    assert browser.get(back).status_code == 400, "the state is used up"
    assert not Mailbox.objects.get().sealed_secret


def test_whoever_says_no_at_the_provider_is_told_so(browse, admin, box, provider):
    browser = browse(admin)
    away = browser.post(url("inbox.sign_in", pk=box.pk)).headers["Location"]
    state = away.split("state=")[1].split("&")[0]
    no = f"?error=access_denied&error_description=The+user+said+no&state={state}"
    page = browser.get(url("inbox.mail_sign_in") + no, follow=True)
    assert "The sign-in did not work: The user said no" in page.text and provider.asked == []


def test_an_old_token_is_renewed_and_the_new_refresh_token_kept(box, provider):
    hold(box, provider, expires=60)
    was = kept(box)
    server = secrets.imap(box, at=now())
    assert server.token in provider.access and server.token != was["access"]
    assert kept(box)["refresh"] == provider.refresh != was["refresh"]
    assert secrets.imap(box, at=now()).token == server.token, "no second renewal"


def test_who_was_slower_to_renew_uses_what_the_other_got(box, provider):
    hold(box, provider, expires=60)
    slower = Mailbox.objects.get()
    quicker = secrets.imap(box, at=now()).token
    assert secrets.imap(slower, at=now()).token == quicker
    assert not Mailbox.objects.get().needs_sign_in


def test_an_ended_sign_in_stops_the_mailbox_with_a_sentence_and_a_button(
    box, provider, browse, admin
):
    hold(box, provider, expires=60)
    provider.refresh = "another"
    fetching.fetch(box)
    box.refresh_from_db()
    assert box.needs_sign_in and "has ended (AADSTS700082" in box.last_error
    assert "Trace ID" not in box.last_error
    assert not Mailbox.objects.fetching().exists()
    assert Event.objects.filter(verb="mailbox.failed").count() == 1
    asked = len(provider.asked)
    fetching.fetch(box)
    assert len(provider.asked) == asked, "the provider is left alone"
    browser = browse(admin)
    page = browser.get(url("inbox.mailboxes")).text
    assert "stopped: sign in again" in page and "Sign in again" in page
    page, _ = signed_in(browser, box, provider)
    assert "stopped: sign in again" not in page.text
    box.refresh_from_db()
    assert not box.needs_sign_in and not box.last_error
    assert Mailbox.objects.fetching().exists()


def test_a_provider_that_is_down_ends_nothing(box, provider):
    hold(box, provider, expires=60)
    provider.is_down = True
    fetching.fetch(box)
    box.refresh_from_db()
    assert not box.needs_sign_in and "could not be asked just now" in box.last_error
    provider.is_down = False
    assert secrets.imap(box, at=now()).token in provider.access


def test_imap_a_token_that_is_refused_is_renewed_at_the_next_look(box, provider):
    hold(box, provider)
    with ImapServer(tokens=provider.access, mails={1: written()}) as server:
        Mailbox.objects.update(imap_port=server.port)
        box.refresh_from_db()
        provider.access.clear()
        assert fetching.fetch(box) == 0
        box.refresh_from_db()
        assert "did not accept the sign-in (401)" in box.last_error
        assert fetching.fetch(box) == 1


def test_smtp_a_token_that_is_refused_is_renewed_and_the_mail_leaves(
    box, provider, member, workspace
):
    hold(box, provider)
    with SmtpServer(offers_auth="XOAUTH2", tokens=provider.access) as server:
        Mailbox.objects.update(smtp_port=server.port)
        letter = Letter("Hello", to=(("", "ines@northwind.example"),), subject="Hello")
        writing.begin(workspace, letter=letter, by=member, at=now() - timedelta(minutes=1))
        provider.access.clear()
        mail = Dispatch.objects.select_related("mailbox", "message__conversation").get()
        sending.deliver(mail, at=now())
        assert "did not accept the sign-in (401)" in Mailbox.objects.get().send_error
        later = now() + timedelta(minutes=10)
        mail = Dispatch.objects.select_related("mailbox", "message__conversation").get()
        assert sending.deliver(mail, at=later)
    assert len(server.stored) == 1 and Message.objects.get().sent_at == later


def test_no_token_stands_in_any_sentence(box, provider):
    hold(box, provider)
    token = kept(box)["access"]
    provider.access.clear()
    with ImapServer() as reading, SmtpServer(offers_auth="XOAUTH2") as outgoing:
        Mailbox.objects.update(imap_port=reading.port, smtp_port=outgoing.port)
        box.refresh_from_db()
        tried = mailboxes.try_out(box, at=now())
    assert tried.imap and tried.smtp and token not in tried.imap + tried.smtp
    assert issubclass(imap.TokenRefused, imap.Failed)
    assert issubclass(smtp.TokenRefused, smtp.NoServer)


def test_a_public_client_sends_no_secret(box, provider, monkeypatch):
    monkeypatch.setenv("RAPPORT_MICROSOFT_CLIENT_SECRET", "")
    hold(box, provider, expires=60)
    with pytest.raises(secrets.SignInNeeded):
        secrets.imap(box, at=now())
    assert "client_secret" not in provider.asked[-1]


def test_e11_what_the_provider_says_is_shown_as_text(browse, admin, box, provider):
    browser = browse(admin)
    away = browser.post(url("inbox.sign_in", pk=box.pk)).headers["Location"]
    state = away.split("state=")[1].split("&")[0]
    said = f"?error=denied&error_description=<script>alert(1)</script>&state={state}"
    page = browser.get(url("inbox.mail_sign_in") + said, follow=True).text
    assert "&lt;script&gt;alert(1)" in page and "<script>alert(1)" not in page
