"""Routes."""

from django.urls import path

from rapport.notifications.views import attention, bell, devices, listing, reading, silence

THING = "notifications/things/<str:kind>/<int:pk>/silence/"

urlpatterns = [
    path("notifications/", listing.listing, name="notifications.list"),
    path("notifications/bell/", bell.bell, name="notifications.bell"),
    path("notifications/reading/", reading.several, name="notifications.reading-all"),
    path(
        "notifications/unreading/<int:moment>/",
        reading.taken_back,
        name="notifications.unreading",
    ),
    path("notifications/<int:pk>/reading/", reading.one, name="notifications.reading"),
    path(THING, silence.silence, name="notifications.silence"),
    path(f"{THING}lifting/", silence.lifting, name="notifications.lifting"),
    path("notifications/preferences/", attention.preferences, name="notifications.preferences"),
    path("notifications/devices/", devices.add, name="notifications.devices"),
    path("notifications/devices/<int:pk>/", devices.device, name="notifications.device"),
    path(
        "notifications/devices/<int:pk>/removal/",
        devices.removal,
        name="notifications.device_removal",
    ),
    path("notifications/devices/<int:pk>/trial/", devices.trial, name="notifications.device_trial"),
    path("notifications/attention/", attention.attention, name="notifications.attention"),
]
