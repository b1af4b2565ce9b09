"""Routes under /w/<slug>/."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.outreach import stories as stories  # registers its sentences
from rapport.outreach import views
from rapport.outreach.permissions import SEE_QUESTIONS
from rapport.projects.tabs import Tab, register

urlpatterns = [
    path("projects/<str:key>/questions/", views.of_project, name="outreach.of_project"),
    path("projects/<str:key>/questions/new/", views.new, name="outreach.new"),
    path("questions/<int:number>/answer/", views.answer, name="outreach.answer"),
    path("questions/<int:number>/withdrawal/", views.withdrawal, name="outreach.withdraw"),
]

register(Tab(45, _("Questions"), "outreach.of_project", SEE_QUESTIONS))
