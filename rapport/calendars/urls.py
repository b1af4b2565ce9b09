"""Routes under /w/<slug>/."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts.settings_pages import SettingsPage, register
from rapport.calendars.permissions import SET_HOURS
from rapport.calendars.views import hours

urlpatterns = [
    path("settings/hours/", hours.hours, name="settings.hours"),
    path("settings/hours/holidays/", hours.new_holiday, name="settings.new_holiday"),
    path("settings/hours/country/", hours.country, name="settings.country_holidays"),
    path("settings/hours/holidays/<int:pk>/removal/", hours.removal, name="settings.holiday"),
]

register(
    SettingsPage(
        20,
        _("Hours and holidays"),
        _("When you work; reply times and plans count only then"),
        "clock",
        "settings.hours",
        SET_HOURS,
    )
)
