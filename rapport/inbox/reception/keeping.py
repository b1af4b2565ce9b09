"""What the listener asks of the database, in threads of its own: whose an address is, and to keep a
mail. It returns once the mail is on disk."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import now

from rapport.inbox import receiving_tasks
from rapport.inbox.models import Mailbox, RawMail
from rapport.inbox.operations import intake
from rapport.inbox.queries.reach import Reached, reach
from rapport.workspaces.scope import open_workspace

LONGEST = 320


@dataclass(frozen=True, slots=True)
class Handed:
    """A mail as a server hands it over."""

    source: str
    content: bytes
    sender: str
    peer: str
    helo: str


def whose(address: str) -> Reached | None:
    """The mailbox behind an address."""
    return reach(address)


def keep(mail: Handed, reached: Mapping[str, Reached]) -> None:
    """Keep a mail for all these addresses, or for none of them."""
    by_mailbox: dict[Reached, list[str]] = {}
    for address, place in reached.items():
        by_mailbox.setdefault(place, []).append(address)
    with transaction.atomic():
        for place, addresses in by_mailbox.items():
            _keep(mail, place, addresses)


def _keep(mail: Handed, place: Reached, addresses: list[str]) -> None:
    """The same mail brought twice to a mailbox is found by its bytes."""
    with open_workspace(place.workspace):
        mailbox = Mailbox.objects.select_related("workspace").get(pk=place.mailbox)
        envelope = {"from": _sound(mail.sender), "to": [_sound(one).lower() for one in addresses]}
        if mail.source == RawMail.Source.SMTP:
            envelope |= {"peer": mail.peer, "helo": _sound(mail.helo)}
        arrival = intake.Arrival(
            f"direct/{mailbox.pk}", mail.content, mail.source, mailbox, envelope=envelope
        )
        receiving_tasks.take_in(arrival, workspace=mailbox.workspace, at=now())


def _sound(text: str) -> str:
    """What somebody typed as an address, fit for a database."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")[:LONGEST]
