"""An installation with a company, for each proof."""

import time

import pytest
from aiosmtpd.controller import Controller

from tests.backup.conftest import FOUND, PREPARE
from tests.living import Home, free_port
from tests.mailworld.dovecot import Dovecot
from tests.services import absent

KILLS = 20


@pytest.fixture
def home(tmp_path) -> Home:
    home = Home(
        tmp_path / "home", RAPPORT_INTERNAL_HOSTS="127.0.0.1", RAPPORT_MAILS_A_MINUTE="6000"
    )
    home.python(PREPARE + FOUND)
    return home


@pytest.fixture
def dovecot():
    """A real IMAP server."""
    if not Dovecot.is_here():
        absent("Dovecot (Debian: dovecot-imapd)")
    with Dovecot() as running:
        yield running


class Ledger:
    """Takes every mail, slowly, so that kills fall between taking and acknowledging."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        content = envelope.original_content.decode()
        line = next(x for x in content.splitlines() if x.lower().startswith("message-id:"))
        self.ids.append(line.partition(":")[2].strip())
        time.sleep(0.05)
        return "250 taken"


@pytest.fixture
def wire():
    """An SMTP server: what it took, and its port."""
    ledger, port = Ledger(), free_port()
    controller = Controller(ledger, hostname="127.0.0.1", port=port)
    controller.start()
    yield ledger, port
    controller.stop()
