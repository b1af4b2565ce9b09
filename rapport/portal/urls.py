"""Routes under /p/<slug>/."""

from django.urls import include, path

urlpatterns = [path("", include("rapport.feedback.public_urls"))]
