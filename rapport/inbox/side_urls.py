"""Routes of what is talked about on the side, of the departments that are asked, and of who at the
client takes part."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts.settings_pages import SettingsPage, register
from rapport.inbox import panels
from rapport.inbox.permissions import SEE_INBOX, SET_DEPARTMENTS
from rapport.inbox.views import departments, requests, sharing, sides

ONE = "inbox/<int:number>/"
THESE = "settings/departments/"

urlpatterns = [
    path("inbox/requests/", requests.index, name="inbox.requests"),
    path(ONE + "sides/", sides.panel, name="inbox.sides"),
    path(ONE + "side/", sides.begin, name="inbox.begin_side"),
    path(ONE + "side/answer/", sides.answer, name="inbox.side_answer"),
    path(ONE + "requests/<int:pk>/bridge/", sides.bridge, name="inbox.bridge"),
    path(ONE + "request/acceptance/", requests.acceptance, name="inbox.accept_request"),
    path(ONE + "request/ending/", requests.ending, name="inbox.end_request"),
    path(ONE + "request/withdrawal/", requests.withdrawal, name="inbox.withdraw_request"),
    path(ONE + "request/renewal/", requests.renewal, name="inbox.renew_request"),
    path(ONE + "shared/", sharing.panel, name="inbox.shared"),
    path(ONE + "people/", sharing.addition, name="inbox.add_participant"),
    path(ONE + "people/<int:pk>/", sharing.removal, name="inbox.remove_participant"),
    path(ONE + "confidence/", sharing.confidence, name="inbox.confidence"),
    path(THESE, departments.index, name="inbox.departments"),
    path(THESE + "new/", departments.new, name="inbox.new_department"),
    path(THESE + "<int:pk>/", departments.department, name="inbox.department"),
    path(THESE + "<int:pk>/closure/", departments.closure, name="inbox.department_closure"),
]

panels.panel(panels.Panel(2, _("Taking part"), "inbox.shared", SEE_INBOX))
panels.panel(panels.Panel(35, _("On the side"), "inbox.sides", SEE_INBOX))
register(
    SettingsPage(
        27, _("Departments"), _("Who is asked on the side, and how soon they answer"), "people",
        "inbox.departments", SET_DEPARTMENTS, _("Mail"),
    )
)  # fmt: skip
