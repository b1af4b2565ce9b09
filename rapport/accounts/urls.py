"""Routes outside any workspace: the root, set-up, invitations."""

from django.urls import path

from rapport.accounts.views import home, join, start

urlpatterns = [
    path("", home.home, name="home"),
    path("start/", start.begin, name="start"),
    path("join/<str:token>/", join.join, name="join"),
    path("join/<str:token>/renewal/", join.renewal, name="join.renewal"),
]
