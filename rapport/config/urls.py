"""Root URLs: each face and each app brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("rapport.accounts.urls")),
    path("sign-in/", include("rapport.accounts.sign_in_urls")),
    path("p/<slug:slug>/", include("rapport.portal.urls")),
    path("w/<slug:slug>/", include("rapport.config.staff_urls")),
]
