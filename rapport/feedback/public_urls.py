"""Routes under /p/<slug>/: what a client opens from a mail, without signing in."""

from django.urls import path

from rapport.feedback.views import answer, holding

urlpatterns = [
    path("feedback/<str:token>/", answer.answer, name="feedback.answer"),
    path("held/<str:token>/", holding.holding, name="feedback.holding"),
]
