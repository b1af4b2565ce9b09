"""Routes under /w/<slug>/."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts import bin
from rapport.accounts.context import Place, place
from rapport.accounts.settings_pages import SettingsPage, register
from rapport.cases import for_writing as for_writing  # registers what templates and macros may
from rapport.cases import stories as stories  # registers its sentences
from rapport.cases.models import Case, Policy
from rapport.cases.operations import agreeing, going_along
from rapport.cases.permissions import SEE_CASES, SET_TARGETS, WORK_CASES
from rapport.cases.queries import complaints
from rapport.cases.views import (
    breaches,
    case,
    case_fields,
    closure,
    complaint,
    gathering,
    ladder,
    lists,
    policies,
    targets,
)
from rapport.clients import panels as client_panels
from rapport.clients import signals
from rapport.inbox import companions as inbox_companions
from rapport.inbox import panels as inbox_panels
from rapport.projects import panels as project_panels

urlpatterns = [
    path("cases/", lists.cases, name="cases.list"),
    path("cases/<int:number>/", case.case, name="cases.case"),
    path("cases/<int:number>/details/", case.details, name="cases.details"),
    path("cases/<int:number>/closure/", closure.closure, name="cases.closure"),
    path("cases/<int:number>/reopening/", case.reopening, name="cases.reopening"),
    path(
        "cases/<int:number>/acknowledgement/",
        complaint.acknowledgement,
        name="cases.acknowledgement",
    ),
    path("cases/<int:number>/complaint/", complaint.complaint, name="cases.complaint"),
    path("cases/<int:number>/problem/", gathering.problem, name="cases.problem"),
    path("cases/<int:number>/breaches/<int:pk>/", breaches.reason, name="cases.breach"),
    path("cases/<int:number>/binning/", case.binning, name="cases.binning"),
    path("inbox/<int:number>/case/", case.of_conversation, name="cases.of_conversation"),
    path("inbox/<int:number>/case/fields/", case_fields.fields, name="cases.fields"),
    path("inbox/<int:number>/case/new/", case.opened, name="cases.open"),
    path("projects/<str:key>/cases/", lists.of_project, name="cases.of_project"),
    path("clients/<str:key>/cases/", lists.of_client, name="cases.of_client"),
    path("clients/<str:key>/contacts/<int:pk>/cases/", lists.of_contact, name="cases.of_contact"),
    path("settings/targets/", targets.targets, name="cases.targets"),
    path("settings/escalation/", ladder.ladder, name="cases.ladder"),
    path("settings/targets/new/", policies.new, name="cases.new_policy"),
    path("settings/targets/<int:pk>/", policies.policy, name="cases.policy"),
    path("settings/targets/<int:pk>/binning/", policies.binning, name="cases.policy_binning"),
]

place(Place(25, _("Cases"), "case", "cases.list", SEE_CASES, shortcut="g k"))
project_panels.register(project_panels.Panel(30, _("Cases"), "cases.of_project", SEE_CASES))
client_panels.panel(client_panels.Panel(10, _("Cases"), "cases.of_client", SEE_CASES))
signals.signal(
    signals.Signal(
        20, "complaint", _("Open complaint"), SEE_CASES, complaints.pressing, complaints.marks
    )
)
client_panels.contact_panel(
    client_panels.Panel(50, _("Cases"), "cases.of_contact", SEE_CASES, "main")
)
inbox_companions.register(
    inbox_companions.Companion("cases", going_along.said, going_along.join, going_along.part)
)
inbox_panels.panel(inbox_panels.Panel(10, _("Case"), "cases.of_conversation", SEE_CASES))
inbox_panels.panel(inbox_panels.Panel(11, _("About the case"), "cases.fields", SEE_CASES))
register(
    SettingsPage(
        40,
        _("Reply and solution times"),
        _("How soon cases are answered and solved, for whom"),
        "clock",
        "cases.targets",
        SET_TARGETS,
    )
)
register(
    SettingsPage(
        41,
        _("Warnings and escalation"),
        _("Who is told when the time of a case runs out"),
        "alert",
        "cases.ladder",
        SET_TARGETS,
    )
)
bin.register(bin.Kind(Case, WORK_CASES))
bin.register(bin.Kind(Policy, SET_TARGETS, agreeing.restore))
