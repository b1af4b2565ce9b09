"""D: what the server asks of others at somebody's word."""

import socket

import pytest
from django.urls import reverse

from rapport.events.models import Event
from rapport.inbox.operations import mailboxes
from rapport.inbox.operations.mailboxes import Tried
from rapport.lib.roles import Role
from tests.conftest import NOW
from tests.inbox.conftest import mailbox

__all__ = ["mailbox"]
CANARY = "canary-sea-urchin"
INSIDE = ("127.0.0.1", "localhost", "169.254.169.254", "10.0.0.1", "[::1]", "2130706433", "0")


def trial(mailbox) -> str:
    return reverse("inbox.trial", args=["fernhill", mailbox.pk])


def test_d05_a_mailbox_is_tried_by_admins_and_not_endlessly(mailbox, make, browse, monkeypatch):
    monkeypatch.setattr(mailboxes, "try_out", lambda *_, **__: Tried("", ""))
    for role in (Role.MANAGER, Role.MEMBER, Role.FINANCE, Role.VIEWER, Role.GUEST):
        assert browse(make.member(role)).post(trial(mailbox)).status_code == 403
    browser = browse(make.member(Role.ADMIN))
    answers = [browser.post(trial(mailbox)).status_code for _ in range(31)]
    assert answers == [302] * 30 + [429]


@pytest.mark.parametrize("host", INSIDE)
def test_d01_d03_d05_no_inside_address_is_even_dialled(mailbox, admin, browse, host, monkeypatch):
    dialled = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, where: dialled.append(where))
    type(mailbox).objects.update(imap_host=host, smtp_host=host)
    assert browse(admin).post(trial(mailbox)).status_code == 302
    assert dialled == [], "so the time of the answer tells nothing of what listens there"


@pytest.mark.parametrize("host", INSIDE)
def test_d01_d03_d05_every_inside_address_gets_the_same_answer(mailbox, admin, host):
    mailbox.imap_host = mailbox.smtp_host = host
    tried = mailboxes.try_out(mailbox, at=NOW)
    assert not tried.works
    said = {tried.imap.replace(host, "HOST"), tried.smtp.replace(host, "HOST")}
    assert said == {refused_for("10.9.8.7", mailbox)}, "no difference tells open from closed"


def refused_for(host, mailbox) -> str:
    mailbox.imap_host = host
    return mailboxes.try_out(mailbox, at=NOW).imap.replace(host, "HOST")


def test_d08_a_mail_password_is_never_shown_logged_or_told(mailbox, admin, browse, log):
    mailboxes.save(mailbox, password=CANARY, by=admin, at=NOW)
    mailbox.refresh_from_db()
    browser = browse(admin)
    browser.post(trial(mailbox))
    pages = [
        browser.get(reverse(name, kwargs={"slug": "fernhill", **more})).text
        for name, more in (
            ("inbox.mailboxes", {}), ("inbox.mailbox", {"pk": mailbox.pk}), ("settings", {}),
        )
    ]  # fmt: skip
    told = str(list(Event.objects.values_list("facts", flat=True)))
    logged = log.getvalue()
    everything = "".join([*pages, told, logged, mailbox.sealed_secret, mailbox.last_error])
    assert CANARY not in everything
