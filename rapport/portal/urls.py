"""Routes under /p/<slug>/."""

from django.urls import include, path

from rapport.portal.views import (
    colleagues,
    conversations,
    home,
    papers,
    preferences,
    requests,
    sign_in,
)

urlpatterns = [
    path("", home.home, name="portal.home"),
    path("sign-in/", sign_in.sign_in, name="portal.sign_in"),
    path("sign-in/code/", sign_in.code, name="portal.code"),
    path("sign-in/<str:token>/", sign_in.link, name="portal.link"),
    path("sign-in/<str:token>/renewal/", sign_in.renewal, name="portal.renewal"),
    path("sign-out/", home.sign_out, name="portal.sign_out"),
    path("projects/<str:key>/", home.project, name="portal.project"),
    path("approvals/<int:number>/", requests.deliverable, name="portal.deliverable"),
    path("questions/<int:number>/", requests.question, name="portal.question"),
    path("messages/", conversations.conversations, name="portal.conversations"),
    path("messages/new/", conversations.write, name="portal.write"),
    path("messages/<int:number>/", conversations.conversation, name="portal.conversation"),
    path("reports/", papers.reports, name="portal.reports"),
    path("reports/<str:key>/<int:number>/", papers.report, name="portal.report"),
    path("files/<str:token>/", papers.file, name="portal.file"),
    path("colleagues/", colleagues.colleagues, name="portal.colleagues"),
    path("colleagues/<int:pk>/", colleagues.colleague, name="portal.colleague"),
    path("preferences/", preferences.preferences, name="portal.preferences"),
    path("", include("rapport.feedback.public_urls")),
]
