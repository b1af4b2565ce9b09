"""Devices that may be alerted: of people who are here, and signed in where they added them."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet

from rapport.accounts.models import Member
from rapport.integrations import sealing
from rapport.integrations.web_push import Subscription
from rapport.notifications.models import Device


def of(members: Iterable[Member], at: datetime) -> list[Device]:
    """Of these members, the oldest first."""
    return signed_in(Device.objects.filter(member__in=list(members)).order_by("pk"), at)


def signed_in(devices: QuerySet[Device], at: datetime) -> list[Device]:
    """Those whose session still lasts; a signed-out browser gets nothing, however it came about."""
    session = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=at)
    rows = devices.filter(
        Exists(session), member__deactivated_at=None, member__user__is_active=True
    )
    return [
        device
        for device in rows.select_related("member__user", "workspace")
        if device.session_hash == device.member.user.get_session_auth_hash()
    ]


def digest_of(subscription: Subscription) -> str:
    """By which it is known again, here and in the browser, without its secret."""
    said = f"{subscription.endpoint}\n{subscription.p256dh}\n{subscription.auth}"
    return hashlib.sha256(said.encode()).hexdigest()


def subscription_of(device: Device) -> Subscription:
    """Raises `sealing.Unsealable` once the installation's key was changed."""
    return Subscription(**sealing.unseal(device.sealed))
