"""What a channel knows about its account: plain details, and secrets opened only to use them."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from rapport.channels.models import Channel
from rapport.integrations import sealing
from rapport.lib.refusal import Refused


class Sealed(Refused):
    """The secrets can no longer be read: the installation's key was changed."""


def opened(channel: Channel) -> dict[str, str]:
    """Everything the vendor's file needs."""
    try:
        secrets = sealing.unseal(channel.sealed_secret)
    except sealing.Unsealable as error:
        raise Sealed(
            _("The saved secrets of this channel can no longer be read; please enter them again.")
        ) from error
    return {**channel.details, **secrets}


def keep(channel: Channel, given: Mapping[str, str]) -> None:
    """Put what was filled in into the row, secrets sealed; the caller saves. An empty secret keeps
    the one that is there."""
    secret = {field.name for field in channel.speaks.fields if field.is_secret}
    channel.details = {name: text for name, text in given.items() if name not in secret}
    new = {name: text for name, text in given.items() if name in secret and text}
    if not new:
        return
    try:
        known = sealing.unseal(channel.sealed_secret)
    except sealing.Unsealable:
        known = {}
    channel.sealed_secret = sealing.seal({**known, **new})
