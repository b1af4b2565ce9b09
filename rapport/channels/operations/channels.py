"""Channels: added, changed, tried, paused, removed."""

import base64
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.channels import events
from rapport.channels.models import Channel
from rapport.channels.operations import accounts
from rapport.channels.operations.our_address import address_of, is_out_of_reach
from rapport.events.operations.stream import publish
from rapport.inbox.models import Dispatch
from rapport.integrations.providers.protocols import Meets, Polls, Provider, Sends
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
        left = _meet(channel, speaks, account, at)
    except (NotNow, NotTaken, Unsure) as error:
        Channel.objects.filter(pk=channel.pk).update(last_error=str(error))
        raise DoesNotWork(
            _("%(vendor)s said: %(said)s") % {"vendor": speaks.name, "said": error}
        ) from None
    Channel.objects.filter(pk=channel.pk).update(
        last_error="", left_by_hand=left[:300], is_polled=_is_polled(speaks)
    )
    return name


def _meet(channel: Channel, speaks: Provider, account: Mapping[str, str], at: datetime) -> str:
    """Have the vendor send to us, where it lets us say so; what is left to be done by hand."""
    if not isinstance(speaks, Meets):
        return ""
    url = "" if is_out_of_reach() else address_of(channel)
    return speaks.meet(account, url, at.timestamp())


def _is_polled(speaks: Provider) -> bool:
    return isinstance(speaks, Polls) and is_out_of_reach()


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
