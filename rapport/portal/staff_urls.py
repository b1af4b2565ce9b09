"""Routes under /w/<slug>/."""

from django.urls import path

from rapport.portal.views import preview

_AS_CONTACT = "clients/<str:key>/contacts/<int:pk>/preview/"

urlpatterns = [
    path(_AS_CONTACT, preview.preview, name="portal.preview"),
    path(f"{_AS_CONTACT}<path:rest>", preview.preview, name="portal.preview_page"),
]
