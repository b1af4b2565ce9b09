"""How soon something wants to be looked at: one scale for conversations and cases."""

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _


class Priority(IntegerChoices):
    """How soon; 1 is the most urgent."""

    URGENT = 1, _("Urgent")
    HIGH = 2, _("High")
    NORMAL = 3, _("Normal")
    LOW = 4, _("Low")
