"""Mail written for the test, taken in by the product's own intake and parser."""

from datetime import timedelta
from email.message import EmailMessage
from itertools import count

import pytest

from rapport.inbox.models import Mailbox, RawMail
from rapport.inbox.operations import intake
from tests.conftest import NOW

_serial = count(1)


def written(
    sender="Ines Prado <ines@northwind.example>",
    to="Studio <studio@fernhill.example>",
    subject="Label proofs",
    text="The German leaflet has the old symbol.\n",
    html="",
    message_id=None,
    **headers,
) -> bytes:
    """A mail as bytes; headers are given with underscores for dashes."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = message_id or f"<m{next(_serial)}@client.example>"
    mail["Date"] = "Wed, 04 Mar 2026 09:00:00 +0000"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
    return mail.as_bytes()


@pytest.fixture
def mailbox(workspace, scope) -> Mailbox:
    return Mailbox.objects.create(
        workspace=workspace, address="studio@fernhill.example", name="Fernhill Studio",
        smtp_host="127.0.0.1", smtp_port=2, smtp_security="none", imap_host="127.0.0.1",
        imap_port=1, imap_security="none", created_at=NOW,
        trusted_authserv_id="mx.fernhill.example",
    )  # fmt: skip


@pytest.fixture
def arrive(workspace, mailbox):
    """Take a mail in, as if it had just come to the mailbox."""

    def take(raw: bytes, *, minutes=0, is_history=False, locator="") -> RawMail:
        arrival = intake.Arrival(
            locator or f"INBOX/1/{next(_serial)}", raw, RawMail.Source.IMAP, mailbox, is_history
        )
        at = NOW + timedelta(minutes=minutes)
        [kept] = intake.store_raw([arrival], workspace=workspace, at=at)
        return intake.settle(kept, at=at)

    return take
