"""Times agreed with some clients, for a tier or a kind of case: make, change, bring back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.cases import events
from rapport.cases.models import Policy, PolicyClient
from rapport.cases.operations import targets
from rapport.cases.queries.targets import Aim
from rapport.clients.models import Client, Tier
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.workspaces.models import Workspace
from rapport.workspaces.operations import bin as workspace_bin


class TwoPolicies(Refused):
    """Nobody could tell which of them holds."""


@dataclass(frozen=True, slots=True)
class Terms:
    """With whom, or for which tier or kind of case, what was agreed."""

    name: str
    aims: Mapping[int, Aim]
    clients: Sequence[Client] = ()
    kind: str = ""
    hours: str = "ours"
    tier: Tier | None = None


@transaction.atomic
def make(workspace: Workspace, terms: Terms, *, by: Acts, at: datetime) -> Policy:
    """Agree on times. They hold for cases opened from now on, or changed."""
    _require_alone(terms.kind, terms.tier, [client.pk for client in terms.clients])
    policy: Policy = Policy.objects.create(
        workspace=workspace, name=terms.name.strip(), kind=terms.kind, hours=terms.hours,
        tier=terms.tier, created_at=at,
    )  # fmt: skip
    _write(policy, terms)
    publish(events.POLICY_MADE, subject=policy, by=by, at=at, facts=_facts(terms))
    return policy


@transaction.atomic
def change(policy: Policy, terms: Terms, *, by: Acts, at: datetime) -> None:
    """Agree otherwise. Cases that are open keep what they were opened with."""
    _require_alone(terms.kind, terms.tier, [client.pk for client in terms.clients], but=policy)
    policy.name, policy.kind, policy.hours = terms.name.strip(), terms.kind, terms.hours
    policy.tier = terms.tier
    policy.save(update_fields=["name", "kind", "hours", "tier"])
    _write(policy, terms)
    publish(events.POLICY_CHANGED, subject=policy, by=by, at=at, facts=_facts(terms))


@transaction.atomic
def restore(policy: Policy, *, by: Acts, at: datetime) -> None:
    """Take it out of the bin, unless another one has taken its place."""
    clients = list(policy.agreed.values_list("client", flat=True))
    _require_alone(policy.kind, policy.tier, clients, but=policy)
    workspace_bin.restore(policy, by=by, at=at)


def _write(policy: Policy, terms: Terms) -> None:
    policy.agreed.exclude(client__in=terms.clients).delete()
    known = set(policy.agreed.values_list("client", flat=True))
    PolicyClient.objects.bulk_create(
        PolicyClient(workspace_id=policy.workspace_id, policy=policy, client=client)
        for client in terms.clients
        if client.pk not in known
    )
    targets.write(policy.workspace, policy, terms.aims)


def _require_alone(
    kind: str, tier: Tier | None, clients: Sequence[int], but: Policy | None = None
) -> None:
    """A client has one policy a kind, and so has a tier, and everybody."""
    rows = Policy.objects.live().filter(kind=kind).exclude(pk=but.pk if but else None)
    if not clients:
        other = rows.filter(agreed=None, tier=tier).first()
        if other is not None:
            raise TwoPolicies(_("“%(other)s” says already what holds there.") % {"other": other})
        return
    taken = PolicyClient.objects.filter(policy__in=rows, client__in=clients)
    found = taken.select_related("policy", "client").order_by("client__name").first()
    if found is not None:
        words = {"client": found.client, "other": found.policy}
        raise TwoPolicies(
            _("%(client)s has such times already: “%(other)s”. Change those.") % words
        )


def _facts(terms: Terms) -> dict[str, object]:
    return {
        "clients": sorted(client.pk for client in terms.clients),
        "tier": terms.tier.pk if terms.tier else None,
        "kind": terms.kind,
        "hours": terms.hours,
        "aims": targets.told(terms.aims),
    }
