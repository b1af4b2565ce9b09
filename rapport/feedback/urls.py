"""Routes under /w/<slug>/."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts.context import Place, place
from rapport.clients import panels as client_panels
from rapport.clients import signals
from rapport.feedback import stories as stories  # registers its sentences
from rapport.feedback.permissions import SEE_FEEDBACK
from rapport.feedback.queries import moods
from rapport.feedback.views import staff

urlpatterns = [
    path("feedback/", staff.feedback, name="feedback.list"),
    path("clients/<str:key>/feedback/", staff.of_client, name="feedback.of_client"),
    path(
        "clients/<str:key>/contacts/<int:pk>/feedback/",
        staff.of_contact,
        name="feedback.of_contact",
    ),
]

place(Place(60, _("Feedback"), "feedback", "feedback.list", SEE_FEEDBACK, shortcut="g f"))
client_panels.panel(client_panels.Panel(60, _("Feedback"), "feedback.of_client", SEE_FEEDBACK))
signals.signal(
    signals.Signal(40, "unhappy", _("Unhappy"), SEE_FEEDBACK, moods.pressing, moods.marks)
)
client_panels.contact_panel(
    client_panels.Panel(60, _("Feedback"), "feedback.of_contact", SEE_FEEDBACK)
)
