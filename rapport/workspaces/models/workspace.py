"""One company's Rapport."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Workspace(models.Model):
    """A company that serves clients. Everything it owns carries its id."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    language = models.CharField(_("language"), max_length=8, default="en")
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    is_demo = models.BooleanField(default=False)
    # A restored system sends nothing until a person releases it.
    mail_held_at = models.DateTimeField(null=True, blank=True)
    # Bumped by a restore, so that reply tokens made before it start a new conversation.
    epoch = models.PositiveIntegerField(default=1)
    # The set-up checklist is shown until it is done or put away.
    checklist_dismissed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
