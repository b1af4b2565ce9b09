"""The list of policies, each in a sentence; and why one holds for a case."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.cases.models import Case, Hours, Policy, PolicyClient, Priority, Target
from rapport.cases.queries.targets import Agreed, aim_of
from rapport.cases.target_words import said_of
from rapport.lib.reader import Reader

NAMED = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A policy: for whom, and what it says of each priority."""

    policy: Policy
    whom: str
    times: Sequence[tuple[str, str]]


def policies(reader: Reader) -> QuerySet[Policy]:
    """The live ones by name, with what their lines need."""
    clients = PolicyClient.objects.select_related("client").order_by("client__name")
    times = Target.objects.order_by("priority")
    live = Policy.objects.visible_to(reader).live()
    rows: QuerySet[Policy] = live.select_related("tier").order_by("name", "pk")
    return rows.prefetch_related(Prefetch("agreed", clients), Prefetch("targets", times))


def line(policy: Policy) -> Line:
    """A policy in words; needs what `policies` loads."""
    times = [
        (str(Priority(row.priority).label), said_of(aim_of(row), policy.hours))
        for row in policy.targets.all()
    ]
    return Line(policy, whom(policy), times)


def whom(policy: Policy) -> str:
    """For whom it holds: clients or a tier, a kind of case, or both."""
    names = [str(agreed.client) for agreed in policy.agreed.all()]
    more = len(names) - NAMED
    said = ", ".join(names[:NAMED])
    if more > 0:
        said += " " + ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more}
    kind = str(Case.Kind(policy.kind).label) if policy.kind in Case.Kind else ""
    tier = str(policy.tier) if policy.tier else ""
    return " · ".join(part for part in (said, tier, kind) if part)


def why(found: Agreed, *, has_client: bool) -> str:
    """Why just this one holds."""
    policy = found.policy
    if policy is None:
        return _("Your own times hold: no others were agreed for such a case.")
    words = {"name": policy.name}
    is_theirs = has_client and policy.agreed.exists()
    if is_theirs and policy.kind:
        return _("“%(name)s” holds: agreed with this client, for this kind of case.") % words
    if is_theirs:
        return _("“%(name)s” holds: agreed with this client.") % words
    if policy.tier_id is not None:
        return _("“%(name)s” holds: it is for clients of this tier.") % words
    return _("“%(name)s” holds: it is for this kind of case.") % words


def hours_said(found: Agreed) -> str:
    """In which hours the time counts."""
    return str(Hours(found.hours).label)
