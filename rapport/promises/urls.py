"""Routes under /w/<slug>/."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts import bin
from rapport.accounts.context import Place, place
from rapport.clients import panels as client_panels
from rapport.clients import signals
from rapport.inbox import message_actions, told
from rapport.inbox import panels as inbox_panels
from rapport.projects import panels as project_panels
from rapport.promises import stories as stories  # registers its sentences
from rapport.promises import variables as variables  # registers what templates may say
from rapport.promises.models import Promise
from rapport.promises.permissions import MAKE_PROMISES, SEE_PROMISES
from rapport.promises.queries import clients_at_risk
from rapport.promises.queries import told as told_here
from rapport.promises.views import lists, promise

urlpatterns = [
    path("promises/", lists.promises, name="promises.list"),
    path("promises/new/", promise.new, name="promises.new"),
    path("promises/<int:number>/", promise.promise, name="promises.promise"),
    path("promises/<int:number>/settlement/", promise.settlement, name="promises.settlement"),
    path("promises/<int:number>/day/", promise.day, name="promises.day"),
    path("promises/<int:number>/task/", promise.task, name="promises.task"),
    path("inbox/<int:number>/promises/", lists.of_conversation, name="promises.of_conversation"),
    path("projects/<str:key>/promises/", lists.of_project, name="promises.of_project"),
    path("clients/<str:key>/promises/", lists.of_client, name="promises.of_client"),
    path(
        "clients/<str:key>/contacts/<int:pk>/promises/",
        lists.of_contact,
        name="promises.of_contact",
    ),
    path("projects/<str:key>/tasks/<int:number>/promises/", lists.of_task, name="promises.of_task"),
]

place(Place(45, _("Promises"), "promise", "promises.list", SEE_PROMISES, shortcut="g o"))
project_panels.register(
    project_panels.Panel(20, _("Promises"), "promises.of_project", SEE_PROMISES, side=True)
)
client_panels.panel(client_panels.Panel(20, _("Promises"), "promises.of_client", SEE_PROMISES))
signals.signal(
    signals.Signal(
        10, "promise", _("Promise at risk"), SEE_PROMISES, clients_at_risk.pressing,
        clients_at_risk.marks,
    )
)  # fmt: skip
client_panels.contact_panel(
    client_panels.Panel(20, _("Promises"), "promises.of_contact", SEE_PROMISES, "main")
)
project_panels.register_on_task(
    project_panels.Panel(20, _("Promises"), "promises.of_task", SEE_PROMISES, side=True)
)
inbox_panels.panel(inbox_panels.Panel(20, _("Promises"), "promises.of_conversation", SEE_PROMISES))
message_actions.register(
    message_actions.MessageAction(_("Note a promise"), "promise", "promises.new", MAKE_PROMISES)
)
bin.register(bin.Kind(Promise, MAKE_PROMISES))
told.register(told_here.of_conversation)
