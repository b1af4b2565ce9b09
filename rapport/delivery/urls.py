"""Routes under /w/<slug>/."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts import bin
from rapport.clients import panels as client_panels
from rapport.delivery import stories as stories  # registers its sentences
from rapport.delivery.models import Deliverable
from rapport.delivery.permissions import HAND_OVER, SEE_DELIVERABLES
from rapport.delivery.views import deliverable, elsewhere, project
from rapport.projects import panels as project_panels
from rapport.projects.tabs import Tab, register

urlpatterns = [
    path("projects/<str:key>/deliverables/", project.of_project, name="delivery.of_project"),
    path("projects/<str:key>/deliverables/new/", project.new, name="delivery.new"),
    path(
        "projects/<str:key>/tasks/<int:number>/deliverables/",
        elsewhere.of_task,
        name="delivery.of_task",
    ),
    path(
        "clients/<str:key>/contacts/<int:pk>/deliverables/",
        elsewhere.of_contact,
        name="delivery.of_contact",
    ),
    path("deliverables/<int:number>/", deliverable.deliverable, name="delivery.deliverable"),
    path("deliverables/<int:number>/details/", deliverable.details, name="delivery.details"),
    path("deliverables/<int:number>/submission/", deliverable.submission, name="delivery.submit"),
    path("deliverables/<int:number>/withdrawal/", deliverable.withdrawal, name="delivery.withdraw"),
    path("deliverables/<int:number>/binning/", deliverable.binning, name="delivery.bin"),
]

register(Tab(40, _("Deliverables"), "delivery.of_project", SEE_DELIVERABLES))
project_panels.register_on_task(
    project_panels.Panel(30, _("Deliverables"), "delivery.of_task", SEE_DELIVERABLES)
)
client_panels.contact_panel(
    client_panels.Panel(30, _("Deliverables"), "delivery.of_contact", SEE_DELIVERABLES, "main")
)
bin.register(bin.Kind(Deliverable, HAND_OVER))
