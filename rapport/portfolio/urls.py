"""Routes under /w/<slug>/capacity/, the place in the rail, the tab."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts.context import Place, place
from rapport.portfolio.views import capacity
from rapport.resourcing import tabs
from rapport.resourcing.permissions import SEE_RESOURCING

urlpatterns = [
    path("capacity/", capacity.capacity, name="portfolio.capacity"),
    path("capacity/week/", capacity.week, name="portfolio.week"),
]

place(Place(47, _("Capacity"), "calendar", "portfolio.capacity", SEE_RESOURCING, "g w"))
tabs.register(tabs.Tab(10, _("Heat map"), "portfolio.capacity", SEE_RESOURCING))
