"""Channels: added, changed, tried, paused, removed."""

import base64
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.channels import events
from rapport.channels.models import Channel
from rapport.channels.operations import accounts
from rapport.channels.operations.carrying import address_of
from rapport.events.operations.stream import publish
from rapport.inbox.models import Dispatch
from rapport.integrations.providers.protocols import Polls, Sends
from rapport.integrations.providers.records import NotNow, NotTaken, Unsure
from rapport.lib.refusal import Refused
from rapport.workspaces.operations import bin


class DoesNotWork(Refused):
    """The vendor says no; its words are in the sentence."""


@transaction.atomic
def save(channel: Channel, given: Mapping[str, str], *, by: Member, at: datetime) -> dict[str, str]:
    """Keep a channel as it was filled in; returns the secrets that were made up for it, to be shown
    once."""
    is_new = channel.pk is None
    made = _made_up(channel, given) if is_new else {}
    accounts.keep(channel, {**given, **made})
    channel.last_error, channel.held_until = "", None
    if is_new:
        channel.created_at = at
    channel.save()
    verb = events.CHANNEL_ADDED if is_new else events.CHANNEL_CHANGED
    publish(verb, subject=channel, by=by, at=at)
    _wake(channel, at)
    return made


@transaction.atomic
def set_paused(channel: Channel, *, paused: bool, by: Member, at: datetime) -> None:
    """Stop or resume reading and sending; what comes in the meantime is kept."""
    if Channel.objects.filter(pk=channel.pk, is_paused=not paused).update(is_paused=paused):
        channel.is_paused = paused
        publish(events.CHANNEL_CHANGED, subject=channel, by=by, at=at, facts={"is_paused": paused})
        if not paused:
            _wake(channel, at)


@transaction.atomic
def new_secret(channel: Channel, *, by: Member, at: datetime) -> dict[str, str]:
    """Make up the secrets anew: what is signed with the old ones is refused from now on."""
    made = _made_up(channel, {})
    accounts.keep(channel, {**channel.details, **made})
    Channel.objects.filter(pk=channel.pk).update(sealed_secret=channel.sealed_secret)
    publish(events.CHANNEL_CHANGED, subject=channel, by=by, at=at, facts={"new_secret": True})
    return made


def remove(channel: Channel, *, by: Member, at: datetime) -> None:
    """Into the bin: its address answers no more; conversations stay."""
    bin.put(channel, by=by, at=at)


def bring_back(channel: Channel, *, by: Member, at: datetime) -> None:
    """Out of the bin again."""
    bin.restore(channel, by=by, at=at)


def try_out(channel: Channel, *, at: datetime) -> str:
    """Ask the vendor whether the account works, and have it send to us; what it calls it."""
    speaks, account = channel.speaks, accounts.opened(channel)
    try:
        name = speaks.try_out(account, at.timestamp()) if isinstance(speaks, Sends) else ""
        if isinstance(speaks, Polls):
            speaks.meet(account, "" if is_out_of_reach() else address_of(channel))
            Channel.objects.filter(pk=channel.pk).update(is_polled=is_out_of_reach())
    except (NotNow, NotTaken, Unsure) as error:
        Channel.objects.filter(pk=channel.pk).update(last_error=str(error))
        raise DoesNotWork(
            _("%(vendor)s said: %(said)s") % {"vendor": speaks.name, "said": error}
        ) from None
    Channel.objects.filter(pk=channel.pk).update(last_error="")
    return name


def is_out_of_reach() -> bool:
    """Whether no vendor can reach this Rapport: it has no public address, or one without TLS."""
    return settings.IS_LOCAL or not settings.PUBLIC_URL.startswith("https://")


def _made_up(channel: Channel, given: Mapping[str, str]) -> dict[str, str]:
    return {
        field.name: _secret(channel.provider)
        for field in channel.speaks.fields
        if field.is_made_up and not given.get(field.name)
    }


def _secret(provider: str) -> str:
    """As Standard Webhooks spells secrets; vendors take letters, digits, - and _ alone."""
    if provider == "webhook":
        return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
    return secrets.token_urlsafe(32)


def _wake(channel: Channel, at: datetime) -> None:
    """What waited for this channel is tried now."""
    Dispatch.objects.filter(
        message__conversation__exchange__handle__channel=channel,
        state=Dispatch.State.WAITING, attempts__gt=0,
    ).update(not_before=at)  # fmt: skip
