"""Our account with one vendor."""

import secrets
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.integrations.providers.protocols import Provider
from rapport.integrations.providers.registry import speaker
from rapport.workspaces.models import Binnable, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet


def _token() -> str:
    return secrets.token_urlsafe(24)


class ChannelQuerySet(BinnableQuerySet):
    """Questions about channels."""

    def running(self) -> Self:
        """Live and not paused."""
        return self.live().filter(is_paused=False)


class Channel(Binnable):
    """A way on which people write to us. Secrets are sealed, and never shown again."""

    # Which dialect it speaks; see integrations.providers.
    provider = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=80)
    # In the address to which its vendor sends; random, so that nobody guesses it.
    token = models.CharField(max_length=40, unique=True, default=_token, editable=False)
    # What the account needs and is no secret, by the name of the field.
    details = models.JSONField(default=dict)
    sealed_secret = models.TextField(blank=True, editable=False)
    is_paused = models.BooleanField(default=False)
    # It asks its vendor for what is new, because the vendor cannot reach us.
    is_polled = models.BooleanField(default=False)
    cursor = models.CharField(max_length=200, blank=True, editable=False)
    last_error = models.TextField(blank=True, editable=False)
    last_heard_at = models.DateTimeField(null=True, editable=False)
    # When its vendor was last asked for what we missed, and what it said against it.
    looked_at = models.DateTimeField(null=True, editable=False)
    look_error = models.CharField(max_length=300, blank=True, editable=False)
    # Until then everything is known to be here.
    complete_until = models.DateTimeField(null=True, editable=False)
    # How many messages had been missed when some had last been.
    found = models.PositiveIntegerField(default=0, editable=False)
    found_at = models.DateTimeField(null=True, editable=False)
    # What its vendor said of requests that do not reach us; empty: nothing.
    unheard = models.CharField(max_length=300, blank=True, editable=False)
    # What the vendor wants done by hand, because it does not let us.
    left_by_hand = models.CharField(max_length=300, blank=True, editable=False)
    # When its templates were last listed, and what the vendor said against it.
    templates_at = models.DateTimeField(null=True, editable=False)
    templates_error = models.CharField(max_length=300, blank=True, editable=False)
    # The vendor asked us to wait until then.
    held_until = models.DateTimeField(null=True, editable=False)
    # Requests whose signature did not fit; of them nothing is kept but this.
    refused = models.PositiveIntegerField(default=0, editable=False)
    refused_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField()

    objects = ScopedManager.from_queryset(ChannelQuerySet)()
    everywhere = models.Manager.from_queryset(ChannelQuerySet)()

    class Meta:
        indexes = [models.Index(fields=["workspace", "name"], name="channel_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def speaks(self) -> Provider:
        """The vendor's dialect."""
        return speaker(self.provider)
