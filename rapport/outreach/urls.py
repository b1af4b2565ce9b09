"""Routes under /w/<slug>/."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts import bin
from rapport.clients import panels as client_panels
from rapport.outreach import stories as stories  # registers its sentences
from rapport.outreach import views
from rapport.outreach.models import Question
from rapport.outreach.permissions import ASK, SEE_QUESTIONS
from rapport.projects import panels as project_panels
from rapport.projects.tabs import Tab, register

urlpatterns = [
    path("projects/<str:key>/questions/", views.of_project, name="outreach.of_project"),
    path("projects/<str:key>/questions/new/", views.new, name="outreach.new"),
    path(
        "projects/<str:key>/tasks/<int:number>/questions/", views.of_task, name="outreach.of_task"
    ),
    path(
        "clients/<str:key>/contacts/<int:pk>/questions/",
        views.of_contact,
        name="outreach.of_contact",
    ),
    path("questions/<int:number>/answer/", views.answer, name="outreach.answer"),
    path("questions/<int:number>/withdrawal/", views.withdrawal, name="outreach.withdraw"),
]

register(Tab(45, _("Questions"), "outreach.of_project", SEE_QUESTIONS))
project_panels.register_on_task(
    project_panels.Panel(40, _("Questions to the client"), "outreach.of_task", SEE_QUESTIONS)
)
client_panels.contact_panel(
    client_panels.Panel(
        40, _("Questions to the client"), "outreach.of_contact", SEE_QUESTIONS, "main"
    )
)
bin.register(bin.Kind(Question, ASK))
