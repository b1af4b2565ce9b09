"""Routes under /hooks/mail/, outside any workspace: mail providers send there."""

from django.urls import path

from rapport.inbox.views import hook

urlpatterns = [
    path("<str:token>/", hook.mail, name="inbox.hook"),
    path("<str:token>/fate/", hook.fate, name="inbox.hook_fate"),
]
