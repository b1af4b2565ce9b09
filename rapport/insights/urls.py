"""Routes."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts.context import Place, place
from rapport.insights.permissions import SEE_INSIGHTS
from rapport.insights.views import export, listing, page

place(Place(65, _("Insight"), "insight", "insights", SEE_INSIGHTS, "g x"))

urlpatterns = [
    path("insight/", page.page, name="insights"),
    path("insight/conversations/", listing.conversations, name="insights.conversations"),
    path("insight/backlog/", listing.backlog, name="insights.backlog"),
    path("insight/export/", export.export, name="insights.export"),
]
