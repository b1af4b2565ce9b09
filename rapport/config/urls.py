"""Root URLs: each face and each app brings its own."""

from django.urls import include, path

from rapport.config.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("rapport.accounts.urls")),
    path("sign-in/", include("rapport.accounts.sign_in_urls")),
    path("chat/", include("rapport.chat.public_urls")),
    path("hooks/mail/", include("rapport.inbox.hook_urls")),
    path("hooks/", include("rapport.channels.hook_urls")),
    path("demo/", include("rapport.demo.root_urls")),
    path("p/<slug:slug>/", include("rapport.portal.urls")),
    path("w/<slug:slug>/", include("rapport.config.staff_urls")),
]
