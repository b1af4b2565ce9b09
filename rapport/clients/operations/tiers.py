"""Name the tiers that clients may have, order them, and do away with one."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.db.models.deletion import RestrictedError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.clients import events
from rapport.clients.models import Client, Tier
from rapport.clients.models.tier import LONGEST_NAME, MOST
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.workspaces.models import Workspace


class TierRefused(Refused):
    """It cannot be named so, or be done away with."""


@transaction.atomic
def make(workspace: Workspace, *, name: str, by: Acts, at: datetime) -> Tier:
    """Below those that are there."""
    if Tier.objects.count() >= MOST:
        raise TierRefused(_("%(n)s tiers are the most there can be.") % {"n": MOST})
    last = Tier.objects.aggregate(last=Max("place"))["last"] or 0
    tier = Tier(workspace=workspace, name=_named(name), place=last + 1)
    _save(tier)
    publish(events.TIER_MADE, subject=tier, by=by, at=at)
    return tier


@transaction.atomic
def rename(tier: Tier, *, name: str, by: Acts, at: datetime) -> None:
    """Clients and agreed times keep it under its new name."""
    name = _named(name)
    if tier.name == name:
        return
    tier.name = name
    _save(tier)
    publish(events.TIER_CHANGED, subject=tier, by=by, at=at, facts={"renamed": True})


@transaction.atomic
def rise(tier: Tier, *, by: Acts, at: datetime) -> None:
    """Change places with the one above. The highest stays where it is."""
    above = Tier.objects.filter(place__lt=tier.place).order_by("-place").first()
    if above is None:
        return
    here, there = tier.place, above.place
    Tier.objects.filter(pk=tier.pk).update(place=there)
    Tier.objects.filter(pk=above.pk).update(place=here)
    publish(events.TIER_CHANGED, subject=tier, by=by, at=at, facts={"place": there})


@transaction.atomic
def remove(tier: Tier, *, by: Acts, at: datetime) -> None:
    """Only while nothing rests on it."""
    clients = Client.objects.live().filter(tier=tier).count()
    if clients:
        said = ngettext(
            "%(n)s client has this tier. Give them another one first.",
            "%(n)s clients have this tier. Give them another one first.",
            clients,
        )
        raise TierRefused(said % {"n": clients})
    if Client.objects.filter(tier=tier).exists():
        raise TierRefused(_("A client in the bin has this tier, and may come back with it."))
    publish(events.TIER_REMOVED, subject=tier, by=by, at=at)
    try:
        with transaction.atomic():
            tier.delete()
    except RestrictedError:
        raise TierRefused(_("Times were agreed for this tier. Change those first.")) from None


def _named(name: str) -> str:
    # No database keeps a NUL, and nobody sees one.
    name = " ".join(name.replace("\0", "").split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise TierRefused(_("Give it a name of at most %(n)s letters.") % {"n": LONGEST_NAME})
    return name


def _save(tier: Tier) -> None:
    try:
        with transaction.atomic():
            tier.save()
    except IntegrityError:
        raise TierRefused(_("There is a tier “%(name)s” already.") % {"name": tier.name}) from None
