"""Routes under /w/<slug>/."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts.context import Place, place
from rapport.cases.permissions import SEE_CASES
from rapport.cases.views import case, lists, targets
from rapport.projects import panels as project_panels

urlpatterns = [
    path("cases/", lists.cases, name="cases.list"),
    path("cases/<int:number>/", case.case, name="cases.case"),
    path("cases/<int:number>/details/", case.details, name="cases.details"),
    path("cases/<int:number>/closure/", case.closure, name="cases.closure"),
    path("cases/<int:number>/reopening/", case.reopening, name="cases.reopening"),
    path("inbox/<int:number>/case/", case.of_conversation, name="cases.of_conversation"),
    path("inbox/<int:number>/case/new/", case.opened, name="cases.open"),
    path("projects/<str:key>/cases/", lists.of_project, name="cases.of_project"),
    path("clients/<str:key>/cases/", lists.of_client, name="cases.of_client"),
    path("settings/targets/", targets.targets, name="cases.targets"),
]

place(Place(25, _("Cases"), "case", "cases.list", SEE_CASES, shortcut="g c"))
project_panels.register(
    project_panels.Panel(30, _("Cases"), "cases.of_project", SEE_CASES, side=True)
)
