"""Routes, and the plan's tab and panel on a project."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.planning.views import bars, panel, plan
from rapport.projects import panels, tabs
from rapport.projects.permissions import SEE_PROJECTS

tabs.register(tabs.Tab(20, _("Plan"), "planning.plan", SEE_PROJECTS, "p"))
tabs.return_to("planning.table")
panels.register(panels.Panel(10, _("Plan"), "planning.panel", SEE_PROJECTS))

ONE = "projects/<key:key>/plan/"

urlpatterns = [
    path(ONE, plan.plan, name="planning.plan"),
    path(f"{ONE}table/", plan.table, name="planning.table"),
    path(f"{ONE}panel/", panel.panel, name="planning.panel"),
    path(f"{ONE}<int:number>/schedule/", bars.bar, name="planning.bar"),
    path(f"{ONE}<int:number>/links/", bars.link, name="planning.links"),
]
