"""Routes, and the pages behind «More» on a plan."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.control.permissions import SEE_EARNED_VALUE
from rapport.control.views import value
from rapport.planning import menu

ONE = "projects/<key:key>/plan/"

menu.register(menu.Entry(10, _("Earned value"), "control.value", SEE_EARNED_VALUE))

urlpatterns = [
    path(f"{ONE}earned-value/", value.earned_value, name="control.value"),
    path(f"{ONE}earned-value/<int:number>/limits/", value.limits, name="control.limits"),
]
