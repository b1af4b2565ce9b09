"""The five answers, in words."""

from django.utils.translation import gettext_lazy as _

SCORES = {
    5: _("Very good"),
    4: _("Good"),
    3: _("All right"),
    2: _("Bad"),
    1: _("Very bad"),
}
LOW = 2
