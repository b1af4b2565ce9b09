"""XOAUTH2 against a real IMAP server, which asks the provider whether the token is good."""

import os

import pytest
from django.utils.timezone import now

from rapport.inbox.models import Mailbox, Message
from rapport.inbox.operations import fetching, mailboxes
from tests.inbox.authorisation_server import AuthorisationServer
from tests.inbox.conftest import written
from tests.inbox.test_provider_sign_in import box, hold, provider  # noqa: F401 - fixtures
from tests.mailworld.dovecot import Dovecot
from tests.services import absent

pytestmark = pytest.mark.django_db
ASKS = """
introspection_mode = auth
introspection_url = {base}/introspect
username_attribute = username
active_attribute = active
active_value = true
"""


class TokenDovecot(Dovecot):
    """Dovecot that takes tokens alone."""

    def __init__(self, peer: AuthorisationServer) -> None:
        self.peer = peer

    def _config(self) -> str:
        asks = self.folder / "oauth2.conf"
        asks.write_text(ASKS.format(base=self.peer.base))
        whole = super()._config()
        before, _, rest = whole.partition("passdb {")
        users = rest.partition("}")[2]
        tokens = f"passdb {{\n  driver = oauth2\n  mechanisms = xoauth2\n  args = {asks}\n}}\n"
        return f"{before}auth_mechanisms = xoauth2\n{tokens}{users}"


@pytest.fixture
def dovecot(provider):  # noqa: F811 - the fixture
    if not Dovecot.is_here():
        absent("Dovecot (Debian: dovecot-imapd)")
    with TokenDovecot(provider) as running:
        yield running


def test_a_real_server_takes_our_token_and_its_refusal_is_heard(dovecot, box, provider):  # noqa: F811
    Mailbox.objects.update(imap_port=dovecot.port)
    box.refresh_from_db()
    hold(box, provider)
    assert mailboxes.try_out(box, at=now()).imap == "", dovecot.log()
    provider.access.clear()
    said = mailboxes.try_out(box, at=now()).imap
    assert "did not accept the sign-in" in said
    assert fetching.fetch(box) == 0
    box.refresh_from_db()
    assert fetching.fetch(box) == 0 and not Mailbox.objects.get().last_error, dovecot.log()


def test_mail_comes_in_over_a_signed_in_connection(dovecot, box, provider):  # noqa: F811
    new = dovecot.boxes / "studio" / "new"
    for folder in ("new", "cur", "tmp"):
        (dovecot.boxes / "studio" / folder).mkdir(parents=True, exist_ok=True)
    (new / "1700000000.M1.here").write_bytes(written(text="By token.\n"))
    for path in (dovecot.boxes / "studio").rglob("*"):
        os.chown(path, dovecot.uid, dovecot.gid)
    os.chown(dovecot.boxes / "studio", dovecot.uid, dovecot.gid)
    Mailbox.objects.update(imap_port=dovecot.port)
    box.refresh_from_db()
    hold(box, provider)
    assert fetching.fetch(box) == 1, dovecot.log()
    assert Message.objects.get().text.startswith("By token.")
