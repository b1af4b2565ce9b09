"""Everything under /w/<slug>/: one include an app, in the order of the layers."""

from django.urls import include, path

APPS = [
    "accounts", "calendars", "files", "clients", "projects", "inbox", "channels", "chat",
    "promises", "resourcing", "planning", "portfolio",
    "delivery", "cases", "outreach", "timesheets", "control", "feedback", "roadmap",
    "insights", "notifications", "reports", "search", "demo", "today",
]  # fmt: skip

urlpatterns = [
    *[path("", include(f"rapport.{app}.staff_urls")) for app in APPS if app == "accounts"],
    *[path("", include(f"rapport.{app}.urls")) for app in APPS if app != "accounts"],
    path("", include("rapport.portal.staff_urls")),
]
