"""Routes of files, under /w/<slug>/."""

from django.urls import path

from rapport.files import views

urlpatterns = [
    path("files/", views.upload, name="files.upload"),
    path("files/<str:token>/", views.fetch, name="files.file"),
]
