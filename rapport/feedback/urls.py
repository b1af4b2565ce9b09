"""Routes under /w/<slug>/."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts.context import Place, place
from rapport.feedback.permissions import SEE_FEEDBACK
from rapport.feedback.views import staff

urlpatterns = [path("feedback/", staff.feedback, name="feedback.list")]

place(Place(60, _("Feedback"), "feedback", "feedback.list", SEE_FEEDBACK, shortcut="g f"))
