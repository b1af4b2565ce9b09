"""Routes under /hooks/, outside any workspace: vendors send there."""

from django.urls import path

from rapport.channels.views import file, hook

urlpatterns = [
    path("files/<str:key>/", file.file, name="channels.file"),
    path("<str:token>/", hook.hook, name="channels.hook"),
]
