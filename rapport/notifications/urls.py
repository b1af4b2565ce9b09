"""Routes."""

from django.urls import path

from rapport.notifications import views

urlpatterns = [
    path("notifications/", views.listing, name="notifications.list"),
    path("notifications/reading/", views.reading_all, name="notifications.reading-all"),
    path("notifications/<int:pk>/reading/", views.reading, name="notifications.reading"),
    path("notifications/preferences/", views.preferences, name="notifications.preferences"),
]
