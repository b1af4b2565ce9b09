"""Routes."""

from django.urls import path

from rapport.search import views

urlpatterns = [
    path("search/", views.page, name="search"),
    path("search/palette/", views.palette, name="search-palette"),
]
