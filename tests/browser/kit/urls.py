"""The names that the shell looks for, so that the kit stands alone."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def nothing(_request: HttpRequest, slug: str) -> HttpResponse:
    return HttpResponse(slug)


NAMES = ["search-palette", "inbox.list", "cases.new", "accounts.profile"]
urlpatterns = [
    path("w/<slug:slug>/", nothing, name="today"),
    *[path(f"w/<slug:slug>/{name}/", nothing, name=name) for name in NAMES],
]
