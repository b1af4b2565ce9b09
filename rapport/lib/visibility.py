"""Visibility is a property of the record: internal, client, or named contacts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Visibility(TextChoices):
    """Who outside the company may see a record."""

    INTERNAL = "internal", _("Internal")
    CLIENT = "client", _("Client")
    CONTACT = "contact", _("Named contacts")


class Turn(TextChoices):
    """Whose move it is."""

    US = "us", _("Us")
    CLIENT = "client", _("Client")
    THIRD_PARTY = "third", _("Third party")
    NOBODY = "nobody", _("Nobody")
