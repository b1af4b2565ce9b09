"""Routes inside the demo workspace."""

from django.urls import path

from rapport.demo import views

urlpatterns = [path("demo/removal/", views.remove, name="demo.removal")]
