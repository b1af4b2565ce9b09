"""Templates that a vendor approved: listed, and given what fills their gaps."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.channels import events
from rapport.channels.models import Channel, MessageTemplate
from rapport.channels.operations import accounts
from rapport.events.actor import SYSTEM, Acts
from rapport.events.operations.stream import publish
from rapport.inbox import variables
from rapport.integrations.providers.protocols import Approves
from rapport.integrations.providers.records import NotNow, NotTaken, Pattern, Unsure
from rapport.lib.refusal import Refused

MOST = 2_000
_TROUBLE = (NotNow, NotTaken, Unsure, LookupError, TypeError, ValueError, AttributeError)
_LISTED = ("name", "language", "head", "body", "foot", "gaps", "state", "obstacle", "gone_at")


class NotListed(Refused):
    """The vendor did not tell; its words are in the sentence."""


def due() -> list[Channel]:
    """Channels of all workspaces whose vendors approve templates."""
    rows = Channel.everywhere.running().select_related("workspace").order_by("pk")
    return [channel for channel in rows if isinstance(channel.speaks, Approves)]


def refresh(channel: Channel, *, at: datetime, by: Acts = SYSTEM) -> int:
    """Take over the vendor's list as it is now: what is gone from it is offered no more, what fills
    gaps stays. Returns how many there are."""
    speaks = channel.speaks
    if not isinstance(speaks, Approves):
        return 0
    try:
        found = speaks.patterns(accounts.opened(channel))[:MOST]
    except _TROUBLE as error:
        said = str(error)[:300] or type(error).__name__
        Channel.objects.filter(pk=channel.pk).update(templates_error=said)
        words = {"vendor": speaks.name, "said": said}
        raise NotListed(_("%(vendor)s said: %(said)s") % words) from None
    with transaction.atomic():
        changed = _take_over(channel, found, at)
        Channel.objects.filter(pk=channel.pk).update(templates_at=at, templates_error="")
        if changed:
            facts = {"templates": len(found)}
            publish(events.CHANNEL_TEMPLATES, subject=channel, by=by, at=at, facts=facts)
    return len(found)


@transaction.atomic
def fill_by(
    template: MessageTemplate, fills: Mapping[str, str], *, by: Member, at: datetime
) -> None:
    """Say which of our variables fills which gap; what is none of ours is left out."""
    known = {variable.name for variable in variables.known()}
    wanted = {f"{gap.part}.{gap.name}" for gap in template.wanted}
    kept = {gap: name for gap, name in fills.items() if gap in wanted and name in known}
    MessageTemplate.objects.filter(pk=template.pk).update(fills=kept)
    template.fills = kept
    facts = {"template": template.pk}
    publish(events.CHANNEL_TEMPLATES, subject=template.channel, by=by, at=at, facts=facts)


def _take_over(channel: Channel, found: list[Pattern], at: datetime) -> bool:
    here = {one.key: one for one in MessageTemplate.objects.filter(channel=channel)}
    new, changed = [], []
    for pattern in found:
        columns = _columns(pattern)
        known = here.pop(pattern.key, None)
        if known is None:
            new.append(
                MessageTemplate(
                    workspace_id=channel.workspace_id, channel=channel, key=pattern.key[:100],
                    **columns,
                )
            )  # fmt: skip
        elif any(getattr(known, name) != value for name, value in columns.items()):
            for name, value in columns.items():
                setattr(known, name, value)
            changed.append(known)
    MessageTemplate.objects.bulk_create(new, ignore_conflicts=True)
    MessageTemplate.objects.bulk_update(changed, _LISTED, batch_size=200)
    gone = MessageTemplate.objects.filter(pk__in=[one.pk for one in here.values()], gone_at=None)
    return bool(gone.update(gone_at=at) or new or changed)


def _columns(pattern: Pattern) -> dict[str, object]:
    return {
        "name": pattern.name[:512], "language": pattern.language[:20], "head": pattern.head,
        "body": pattern.body, "foot": pattern.foot,
        "gaps": [[gap.part, gap.name, gap.example] for gap in pattern.gaps],
        "state": pattern.state[:40], "obstacle": pattern.obstacle[:300], "gone_at": None,
    }  # fmt: skip
