"""Routes."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts.context import Place, place
from rapport.today import views
from rapport.today.permissions import SEE_TODAY

place(Place(10, _("Today"), "today", "today", SEE_TODAY, "g t", on_phone=True))

urlpatterns = [path("", views.today, name="today")]
