"""How somebody wants to be spoken to."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tone(models.TextChoices):
    """Sie or du, vous or tu, usted or tú; in English the greeting alone tells."""

    FORMAL = "formal", _("Formal (Sie, vous, usted)")
    INFORMAL = "informal", _("By first name (du, tu)")
