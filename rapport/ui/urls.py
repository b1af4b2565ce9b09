"""The living page; mounted by the face that knows who is staff."""

from django.urls import path

from rapport.ui.views import living

urlpatterns = [path("", living, name="ui-living")]
