"""Routes under /w/<slug>/."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.clients.contact_actions import ContactAction, register
from rapport.portal.permissions import PREVIEW
from rapport.portal.views import preview

_AS_CONTACT = "clients/<str:key>/contacts/<int:pk>/preview/"

register(ContactAction(_("Preview as this person"), "visible", "portal.preview", PREVIEW))

urlpatterns = [
    path(_AS_CONTACT, preview.preview, name="portal.preview"),
    path(f"{_AS_CONTACT}<path:rest>", preview.preview, name="portal.preview_page"),
]
