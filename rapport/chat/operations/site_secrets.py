"""The secret of a chat: made up, shown once, changed without a moment in which none holds."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from rapport.accounts.models import Member
from rapport.channels import events as channel_events
from rapport.chat.models import SiteSecret, Widget
from rapport.events.operations.stream import publish
from rapport.integrations import sealing

# So long the one before still holds.
OVERLAP = timedelta(days=2)


@transaction.atomic
def make(widget: Widget, *, by: Member, at: datetime) -> str:
    """A new one; the one before holds two days longer, any earlier one not at all."""
    ours = SiteSecret.objects.select_for_update().filter(widget=widget)
    list(ours.values_list("pk"))
    ours.filter(ends_at__gt=at).update(ends_at=at)
    ours.filter(ends_at=None).update(ends_at=at + OVERLAP)
    secret = secrets.token_urlsafe(32)
    sealed = sealing.seal({"secret": secret})
    SiteSecret(
        workspace_id=widget.workspace_id, widget=widget, sealed=sealed, made_at=at
    ).save(force_insert=True)  # fmt: skip
    _changed(widget, by, at)
    return secret


@transaction.atomic
def end(widget: Widget, *, by: Member, at: datetime) -> None:
    """None holds any more, from this moment: one of them got out, or nobody shall be known so."""
    if SiteSecret.objects.filter(widget=widget).delete()[0]:
        _changed(widget, by, at)


def forget_ended(*, at: datetime) -> None:
    """Those that hold no more are no use, in no workspace."""
    SiteSecret.everywhere.filter(ends_at__lt=at).delete()


def _changed(widget: Widget, by: Member, at: datetime) -> None:
    facts = {"new_secret": True}
    publish(channel_events.CHANNEL_CHANGED, subject=widget.channel, by=by, at=at, facts=facts)
