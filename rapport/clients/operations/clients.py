"""Take on a client, say what they are, know them by their mail domains."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.clients import events
from rapport.clients.models import Client, ClientDomain, Tier
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.workspaces.models import Workspace

DOMAIN = re.compile(r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$")
# Anybody can have an address there, so none of them is one company's.
PUBLIC_DOMAINS = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "msn.com",
        "yahoo.com", "icloud.com", "me.com", "mac.com", "aol.com", "gmx.de", "gmx.net", "gmx.com",
        "web.de", "t-online.de", "proton.me", "protonmail.com", "mail.com", "zoho.com",
        "yandex.com", "orange.fr", "free.fr", "laposte.net", "wanadoo.fr", "hotmail.fr",
        "hotmail.es", "yahoo.fr", "yahoo.de", "yahoo.es", "fastmail.com",
    }
)  # fmt: skip
KEY_LENGTH = 8
CHANGEABLE = ("name", "website", "industry", "objectives", "notes", "tone", "owner", "tier")


class KeyTaken(Refused):
    """Another client has this key."""


class DomainRefused(Refused):
    """Not a domain, one that anybody can use, or another client's."""


@dataclass(frozen=True, slots=True)
class ClientFacts:
    """What we know of a client. An empty key is made from the name, and stays."""

    name: str
    key: str = ""
    website: str = ""
    industry: str = ""
    objectives: str = ""
    notes: str = ""
    tone: str = ""
    owner: Member | None = None
    tier: Tier | None = None


@transaction.atomic
def create(workspace: Workspace, *, facts: ClientFacts, by: Acts, at: datetime) -> Client:
    """Take on a client under a key of their own."""
    key = facts.key.strip().upper() or _free_key(facts.name)
    values = {name: getattr(facts, name) for name in CHANGEABLE}
    try:
        with transaction.atomic():
            client: Client = Client.objects.create(
                workspace=workspace, key=key, created_at=at, **values
            )
    except IntegrityError:
        raise KeyTaken(_("Another client has the key %(key)s.") % {"key": key}) from None
    publish(events.CLIENT_CREATED, subject=client, by=by, at=at)
    return client


@transaction.atomic
def change(client: Client, *, facts: ClientFacts, by: Acts, at: datetime) -> None:
    """Set what we know; the key stays. What is the same is not an act."""
    values = {name: getattr(facts, name) for name in CHANGEABLE}
    changed = [name for name, value in values.items() if getattr(client, name) != value]
    if not changed:
        return
    Client.objects.filter(pk=client.pk).update(**values)
    for name in changed:
        setattr(client, name, values[name])
    publish(events.CLIENT_CHANGED, subject=client, by=by, at=at, facts={"fields": changed})


@transaction.atomic
def add_domain(client: Client, *, domain: str, by: Acts, at: datetime) -> None:
    """Know a client by a mail domain. A domain belongs to one client; adding it twice is once."""
    name = domain.strip().lower().rpartition("@")[2].rstrip(".")
    _require_own(name)
    known, created = ClientDomain.objects.get_or_create(
        workspace_id=client.workspace_id, domain=name, defaults={"client": client}
    )
    if known.client_id != client.pk:
        raise DomainRefused(_("%(domain)s belongs to another client.") % {"domain": name})
    if created:
        publish(events.CLIENT_DOMAIN_ADDED, subject=client, by=by, at=at)


@transaction.atomic
def remove_domain(client: Client, *, domain: str, by: Acts, at: datetime) -> None:
    """Know a client by this domain no more."""
    if ClientDomain.objects.filter(client=client, domain=domain).delete()[0]:
        publish(events.CLIENT_DOMAIN_REMOVED, subject=client, by=by, at=at)


def _require_own(domain: str) -> None:
    if not DOMAIN.match(domain):
        raise DomainRefused(_("This is not a mail domain. It looks like example.com."))
    if domain in PUBLIC_DOMAINS:
        raise DomainRefused(
            _("Anybody can have an address at %(domain)s. Add the person as a contact instead.")
            % {"domain": domain}
        )


def _free_key(name: str) -> str:
    """Initials of three words or more, else the first letters; a number where that is taken."""
    words = re.findall(r"[A-Z0-9]+", name.upper()) or ["C"]
    stem = "".join(word[0] for word in words) if len(words) > 2 else "".join(words)
    stem = stem[:3]
    taken = set(Client.objects.filter(key__startswith=stem).values_list("key", flat=True))
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}{number}", number + 1
    return key[:KEY_LENGTH]
