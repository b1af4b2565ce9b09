"""Routes of what clients hear by themselves, and of what is known of their addresses."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.clients import panels as client_panels
from rapport.inbox.permissions import SEE_INBOX
from rapport.inbox.views import acknowledging, reachability

PERSON = "clients/<str:key>/contacts/<int:pk>/"

urlpatterns = [
    path("inbox/reach/", reachability.notes, name="inbox.reach"),
    path(PERSON + "reach/", reachability.of_contact, name="inbox.reach_of_contact"),
    path(PERSON + "reach/clear/", reachability.clear, name="inbox.clear_reach"),
    path(
        "settings/mailboxes/<int:pk>/acknowledgement/",
        acknowledging.page,
        name="inbox.acknowledging",
    ),
]

client_panels.contact_panel(
    client_panels.Panel(5, _("Reaching them by mail"), "inbox.reach_of_contact", SEE_INBOX, "side")
)
