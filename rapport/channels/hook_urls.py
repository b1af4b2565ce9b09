"""Routes under /hooks/, outside any workspace: vendors send there."""

from django.urls import path

from rapport.channels.views import hook

urlpatterns = [path("<str:token>/", hook.hook, name="channels.hook")]
