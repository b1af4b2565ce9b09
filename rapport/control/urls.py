"""Routes, and the pages behind «More» on a plan."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.control.permissions import SEE_EARNED_VALUE
from rapport.control.views import checks, value
from rapport.planning import menu
from rapport.projects.permissions import SEE_PROJECTS

ONE = "projects/<key:key>/plan/"

menu.register(menu.Entry(10, _("Earned value"), "control.value", SEE_EARNED_VALUE))
menu.register(menu.Entry(20, _("Check this plan"), "control.checks", SEE_PROJECTS))

urlpatterns = [
    path(f"{ONE}checks/", checks.checks, name="control.checks"),
    path(f"{ONE}earned-value/", value.earned_value, name="control.value"),
    path(f"{ONE}earned-value/<int:number>/limits/", value.limits, name="control.limits"),
]
