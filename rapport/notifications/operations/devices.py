"""Add a browser that alerts somebody, name it, and let it go."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.integrations import sealing
from rapport.integrations.web_push import NotASubscription, Subscription
from rapport.lib.refusal import Refused
from rapport.notifications.models import Device
from rapport.notifications.queries.devices import digest_of, of, signed_in

MOST = 10


class NotAdded(Refused):
    """This browser cannot be alerted."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is signed in: by what name, in which session."""

    name: str
    session_key: str


@transaction.atomic
def add(member: Member, *, subscription: Subscription, place: Place, at: datetime) -> Device:
    """Alert this browser from now on. The same one again is one, bound to the session it is added
    in; whoever sat at it before is alerted there no more."""
    try:
        subscription.check()
    except (NotASubscription, ValueError):
        raise NotAdded(_("This browser named no push service that can be used.")) from None
    digest = digest_of(subscription)
    others = Device.everywhere.filter(digest=digest).exclude(member__user=member.user_id)
    others.delete()
    known = {device.digest for device in of([member], at)}
    if digest not in known and len(known) >= MOST:
        raise NotAdded(
            _("%(n)s devices are the most. Remove one that you no longer use.") % {"n": MOST}
        )
    device: Device
    device, _made = Device.objects.update_or_create(
        member=member, digest=digest,
        defaults={
            "workspace_id": member.workspace_id, "sealed": sealing.seal(asdict(subscription)),
            "session_key": place.session_key,
            "session_hash": member.user.get_session_auth_hash(), "trouble": "",
        },
        create_defaults={
            "workspace_id": member.workspace_id, "sealed": sealing.seal(asdict(subscription)),
            "session_key": place.session_key,
            "session_hash": member.user.get_session_auth_hash(),
            "name": place.name[:80], "added_at": at,
        },
    )  # fmt: skip
    return device


def rename(device: Device, *, name: str) -> None:
    """Call it so; an empty name changes nothing."""
    if name := " ".join(name.split())[:80]:
        Device.objects.filter(pk=device.pk).update(name=name)


def remove(device: Device) -> None:
    """Alert it no more. Removing twice is once."""
    Device.objects.filter(pk=device.pk).delete()


def forget_signed_out(*, at: datetime) -> int:
    """Those of the open workspace whose session has ended are not kept; returns how many."""
    kept = [device.pk for device in signed_in(Device.objects.all(), at)]
    gone, _by_model = Device.objects.exclude(pk__in=kept).delete()
    return int(gone)
