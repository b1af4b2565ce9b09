"""Routes of clients and contacts under /w/<slug>/, and their place in the rail."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts import bin
from rapport.accounts.checklist import Step, step
from rapport.accounts.context import Place, place
from rapport.accounts.settings_pages import SettingsPage, register
from rapport.clients import stories as stories  # registers its sentences
from rapport.clients.models import Client, Closure, Contact
from rapport.clients.permissions import BIN_CLIENTS, CHANGE_CLIENTS, SEE_CLIENTS, SET_TIERS
from rapport.clients.views import clients, closures, contacts, sight, tiers
from rapport.workspaces.models import Workspace
from rapport.workspaces.prepared import Question

_CLIENTS = Question(lambda: Client.objects.live().values_list("pk")[:1])


def _has_clients(workspace: Workspace) -> bool:
    return bool(_CLIENTS())


place(Place(30, _("Clients"), "clients", "clients", SEE_CLIENTS, "g l", on_phone=True))
step(
    Step(
        30, _("Add your first client"), _("Their people and mail domains make mail find its place"),
        "clients.new", _has_clients,
    )
)  # fmt: skip

CLOSURES = "clients/<str:key>/closures/"
PERSON = "clients/<str:key>/contacts/<int:pk>/"

urlpatterns = [
    path("settings/tiers/", tiers.index, name="clients.tiers"),
    path("settings/tiers/<int:pk>/", tiers.tier, name="clients.tier"),
    path("settings/tiers/<int:pk>/removal/", tiers.removal, name="clients.tier_removal"),
    path("settings/tiers/<int:pk>/rise/", tiers.rise, name="clients.tier_rise"),
    path("clients/", clients.index, name="clients"),
    path("clients/new/", clients.new, name="clients.new"),
    path("clients/<str:key>/", clients.client, name="clients.client"),
    path("clients/<str:key>/story/", clients.story, name="clients.story"),
    path("clients/<str:key>/facts/", clients.facts, name="clients.facts"),
    path("clients/<str:key>/binning/", clients.binning, name="clients.binning"),
    path("clients/<str:key>/domains/", clients.domains, name="clients.domains"),
    path(
        "clients/<str:key>/domains/<str:domain>/removal/",
        clients.domain_removal,
        name="clients.domain_removal",
    ),
    path(CLOSURES, closures.index, name="clients.closures"),
    path(CLOSURES + "new/", closures.new, name="clients.new_closure"),
    path(CLOSURES + "country/", closures.country, name="clients.closure_country"),
    path(CLOSURES + "<int:pk>/binning/", closures.binning, name="clients.closure_bin"),
    path("clients/<str:key>/contacts/new/", contacts.new, name="clients.contact_new"),
    path(PERSON, contacts.contact, name="clients.contact"),
    path(PERSON + "facts/", contacts.facts, name="clients.contact_facts"),
    path(PERSON + "invitation/", contacts.invitation, name="clients.contact_invitation"),
    path(PERSON + "sessions/end/", contacts.sessions_end, name="clients.contact_sessions"),
    path(PERSON + "company/", sight.company, name="clients.contact_company"),
    path(PERSON + "decision/", sight.decision, name="clients.contact_decision"),
    path(PERSON + "binning/", contacts.binning, name="clients.contact_binning"),
    path(PERSON + "erasure/", contacts.erasure, name="clients.contact_erasure"),
]
register(
    SettingsPage(
        39, _("Tiers of clients"), _("Gold and silver, as you call them"), "star",
        "clients.tiers", SET_TIERS,
    )
)  # fmt: skip
bin.register(bin.Kind(Client, BIN_CLIENTS))
bin.register(bin.Kind(Contact, BIN_CLIENTS))
bin.register(bin.Kind(Closure, CHANGE_CLIENTS))
