"""What is wrong with a mail server is said in one true sentence, tried on servers of our own."""

import socket

import pytest
from django.urls import reverse

from rapport.inbox import imap, smtp, trouble
from rapport.inbox.models import Mailbox
from rapport.inbox.operations import fetching, mailboxes, secrets
from rapport.inbox.servers import Server
from tests.conftest import NOW
from tests.inbox.imap_server import ImapServer
from tests.inbox.smtp_server import SmtpServer
from tests.inbox.tls_server import TlsServer

pytestmark = pytest.mark.django_db
HERE = "127.0.0.1"


@pytest.fixture(autouse=True)
def _on_this_machine(settings, monkeypatch):
    settings.INTERNAL_HOSTS = [HERE]
    monkeypatch.setattr(imap, "TIMEOUT", 0.3)
    monkeypatch.setattr(smtp, "TIMEOUT", 0.3)
    monkeypatch.setattr(trouble, "PROBE_SECONDS", 0.3)


def said_by_smtp(port: int, security: str, password: str = "secret") -> str:
    with pytest.raises(smtp.NoServer) as refused:
        smtp.connect(Server(HERE, port, security, "mo", password))
    return str(refused.value)


def said_by_imap(port: int, security: str) -> str:
    server = Server(HERE, port, security, "mo", "open sesame", protocol="imap")
    with pytest.raises(imap.Failed) as refused, imap.session(server, "INBOX"):
        pass
    return str(refused.value)


def test_no_sign_in_offered_though_a_password_is_saved():
    with SmtpServer() as server:
        said = said_by_smtp(server.port, "none")
    assert "offers no sign-in on port" in said and "send without signing in" in said


def test_a_password_only_over_an_encrypted_connection():
    with SmtpServer(offers_starttls=True) as server:
        assert "choose STARTTLS" in said_by_smtp(server.port, "none")
    with ImapServer(capabilities="IMAP4rev1 STARTTLS LOGINDISABLED") as server:
        assert "choose STARTTLS" in said_by_imap(server.port, "none")
        assert not any(command.startswith("LOGIN") for command in server.commands)


def test_ways_of_signing_in_that_nobody_here_knows():
    with SmtpServer(offers_auth="GSSAPI") as server:
        assert "no way of signing in that Rapport knows" in said_by_smtp(server.port, "none")


def test_imap_that_takes_no_password():
    with ImapServer(capabilities="IMAP4rev1 LOGINDISABLED") as server:
        assert "takes no password on port" in said_by_imap(server.port, "none")


@pytest.mark.parametrize("kind", [SmtpServer, ImapServer])
def test_encryption_wanted_and_not_offered(kind):
    said_by, port = (said_by_smtp, 465) if kind is SmtpServer else (said_by_imap, 993)
    with kind() as server:
        said = said_by(server.port, "starttls")
    assert "offers no encryption (STARTTLS)" in said and f"try TLS on port {port}" in said


@pytest.mark.parametrize(
    ("said_by", "other"), [(said_by_smtp, SmtpServer), (said_by_imap, ImapServer)]
)
def test_tls_spoken_to_a_port_that_begins_without(said_by, other):
    with other() as server:
        assert "does not begin with TLS on port" in said_by(server.port, "tls")


@pytest.mark.parametrize("security", ["none", "starttls"])
@pytest.mark.parametrize("said_by", [said_by_smtp, said_by_imap])
def test_a_tls_port_spoken_to_without(said_by, security, tmp_path):
    with TlsServer(tmp_path, b"220 ready\r\n") as server:
        assert "choose TLS as encryption" in said_by(server.port, security)


@pytest.mark.parametrize("said_by", [said_by_smtp, said_by_imap])
def test_a_certificate_nobody_trusts(said_by, tmp_path):
    with TlsServer(tmp_path, b"220 ready\r\n") as server:
        said = said_by(server.port, "tls")
    assert "certificate of 127.0.0.1 is not trusted" in said and "self-signed" in said


@pytest.mark.parametrize("said_by", [said_by_smtp, said_by_imap])
def test_a_port_where_nothing_answers(said_by):
    with socket.create_server((HERE, 0)) as closed:
        port = closed.getsockname()[1]
    assert "nothing answers there" in said_by(port, "none")


@pytest.mark.parametrize("said_by", [said_by_smtp, said_by_imap])
def test_a_server_that_says_nothing(said_by):
    with socket.create_server((HERE, 0)) as silent:
        assert "did not answer on port" in said_by(silent.getsockname()[1], "none")


def test_the_settings_page_offers_to_send_without_signing_in(mailbox, browse, admin):
    secrets.keep_password(mailbox, "secret")
    mailbox.imap_host = ""
    with SmtpServer() as server:
        mailbox.smtp_port = server.port
        mailbox.save()
        there = {"slug": "fernhill", "pk": mailbox.pk}
        browser = browse(admin)
        tried = browser.post(reverse("inbox.trial", kwargs=there), follow=True)
        assert "Send without signing in" in tried.text
        browser.post(reverse("inbox.no_sign_in", kwargs=there))
        assert mailboxes.try_out(Mailbox.objects.get(), at=NOW).works
    assert Mailbox.objects.get().sealed_secret, "it is still needed to read"


def test_the_settings_pages_say_what_is_wrong_with_a_certificate(mailbox, browse, admin, tmp_path):
    """At once to whoever tries the mailbox, and later to whoever looks why no mail comes in."""
    said = "The certificate of 127.0.0.1 is not trusted (self-signed certificate)"
    mailbox.imap_security, mailbox.smtp_host = "tls", ""
    browser = browse(admin)
    with TlsServer(tmp_path, b"* OK ready\r\n") as server:
        mailbox.imap_port = server.port
        mailbox.save()
        trial = reverse("inbox.trial", kwargs={"slug": "fernhill", "pk": mailbox.pk})
        assert said in browser.post(trial, follow=True).text
        page = reverse("inbox.mailboxes", kwargs={"slug": "fernhill"})
        assert said not in browser.get(page).text
        fetching.fetch(mailbox)
    assert said in browser.get(page).text


def test_a_server_inside_the_network_is_refused_with_the_setting_that_allows_it(settings):
    settings.INTERNAL_HOSTS = []
    with SmtpServer() as server:
        assert f"name {HERE} in RAPPORT_INTERNAL_HOSTS" in said_by_smtp(server.port, "none")
    assert f"name {HERE} in RAPPORT_INTERNAL_HOSTS" in said_by_imap(143, "none")
