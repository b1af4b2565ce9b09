"""Hand an alert to the push service of a device."""

import json
from collections.abc import Sequence
from datetime import datetime

from rapport.engine.attention import STALE
from rapport.integrations import sealing, web_push
from rapport.integrations.web_push import NotNow, Outcome
from rapport.notifications.models import Device, Notification
from rapport.notifications.operations.devices import remove
from rapport.notifications.queries import saying
from rapport.notifications.queries.devices import subscription_of


def push(device: Device, rows: Sequence[Notification], *, at: datetime) -> Outcome | None:
    """What interrupted together is one alert, None where nothing is left to be said. A browser that
    its service no longer knows is removed. Raises `NotNow`, and notes it at the device."""
    said = saying.said(device.member, rows)
    return None if said is None else _hand_over(device, said, at)


def try_out(device: Device, *, at: datetime) -> Outcome:
    """Show how it looks there. Raises `NotNow`."""
    return _hand_over(device, saying.trial(device.member), at)


def _hand_over(device: Device, said: saying.Said, at: datetime) -> Outcome:
    payload = json.dumps(said, ensure_ascii=False).encode()
    try:
        outcome = web_push.send(subscription_of(device), payload, at=at, keep=STALE)
    except sealing.Unsealable:
        # It was subscribed under another key: no alert of ours can reach it.
        outcome = Outcome.GONE
    except NotNow:
        _note(device, trouble=Device.Trouble.SILENT)
        raise
    if outcome == Outcome.GONE:
        remove(device)
    elif outcome == Outcome.REFUSED:
        _note(device, trouble=Device.Trouble.REFUSED)
    else:
        _note(device, trouble="", last_used_at=at)
    return outcome


def _note(device: Device, **changes: object) -> None:
    Device.objects.filter(pk=device.pk).update(**changes)
