"""The demo's way in, outside any workspace."""

from django.urls import path

from rapport.demo import views

urlpatterns = [path("<str:key>/", views.sign_in, name="demo.sign-in")]
