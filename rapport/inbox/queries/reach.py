"""Whose an address is, where mail is handed over to us."""

from dataclasses import dataclass

from django.conf import settings

from rapport.inbox.models import Alias, Mailbox
from rapport.workspaces.models import Workspace


@dataclass(frozen=True, slots=True)
class Reached:
    """The mailbox behind an address; while it is paused, mail waits where it is."""

    workspace: int
    mailbox: int
    is_paused: bool


def is_open(domain: str, workspace: Workspace) -> bool:
    """Whether whoever runs Rapport has opened a domain for this company. Without a name it is
    theirs who are alone here: else one company could take the mail of another."""
    owner = settings.RECEIVE_DOMAINS.get(domain.lower())
    if owner is None:
        return False
    return owner == workspace.slug if owner else _only() == workspace.pk


def domains_of(workspace: Workspace) -> list[str]:
    """The domains that are opened for a company."""
    return sorted(domain for domain in settings.RECEIVE_DOMAINS if is_open(domain, workspace))


def reach(address: str) -> Reached | None:
    """The mailbox that gets mail for an address of ours; None where there is no such address.

    What was switched off is refused, also where everything else of its domain is taken.
    """
    address = address.strip().lower()
    local, _, domain = address.rpartition("@")
    workspace = _owner(domain)
    if not local or workspace is None:
        return None
    boxes = Mailbox.everywhere.received().filter(workspace=workspace)
    if found := boxes.filter(address=address).first():
        return _reached(found)
    rows = Alias.everywhere.filter(workspace=workspace, address=address)
    if alias := rows.select_related("mailbox").first():
        return _reached(alias.mailbox) if alias.is_running and _receives(alias.mailbox) else None
    whole = local.partition("+")[0]
    if whole != local:
        found = boxes.filter(address=f"{whole}@{domain}", plus_addresses=True).first()
    found = found or boxes.filter(address__endswith=f"@{domain}", catches_all=True).first()
    return _reached(found) if found else None


def _owner(domain: str) -> int | None:
    owner = settings.RECEIVE_DOMAINS.get(domain)
    if owner is None:
        return None
    if not owner:
        return _only()
    return Workspace.objects.filter(slug=owner).values_list("pk", flat=True).first()


def _only() -> int | None:
    """The one company here, demo companies aside."""
    pks = list(Workspace.objects.exclude(is_demo=True).values_list("pk", flat=True)[:2])
    return pks[0] if len(pks) == 1 else None


def _receives(mailbox: Mailbox) -> bool:
    return mailbox.binned_at is None and mailbox.arrives_by == Mailbox.Arrival.DIRECT


def _reached(mailbox: Mailbox) -> Reached:
    return Reached(mailbox.workspace_id, mailbox.pk, mailbox.is_paused)
