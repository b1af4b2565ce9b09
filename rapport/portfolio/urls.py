"""Routes under /w/<slug>/capacity/, the place in the rail, tabs, and the panel on a task."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts import bin
from rapport.accounts.context import Place, place
from rapport.planning import menu, scenario_panels
from rapport.portfolio.models import Levelling, Way
from rapport.portfolio.permissions import CHOOSE_WAYS, LEVEL
from rapport.portfolio.views import capacity, proposals, tried_load, ways, who_could, workload
from rapport.projects import panels
from rapport.resourcing import tabs
from rapport.resourcing.permissions import SEE_RESOURCING

ASKED = "capacity/proposals/<int:number>/"
MOVE = f"{ASKED}moves/<int:pk>/"
SCENARIO = "projects/<key:key>/plan/scenarios/<int:number>/"
TASK = "projects/<key:key>/tasks/<int:number>/"
WAY = f"{TASK}ways/<int:way>/"

urlpatterns = [
    path("capacity/", capacity.capacity, name="portfolio.capacity"),
    path("capacity/week/", capacity.week, name="portfolio.week"),
    path("capacity/proposals/", proposals.newest, name="portfolio.proposals"),
    path("capacity/proposals/new/", proposals.new, name="portfolio.ask"),
    path(ASKED, proposals.levelling, name="portfolio.levelling"),
    path(f"{ASKED}acceptance/", proposals.acceptance, name="portfolio.acceptance"),
    path(f"{ASKED}taking-back/", proposals.taking_back, name="portfolio.taking_back"),
    path(f"{ASKED}binning/", proposals.binning, name="portfolio.levelling_bin"),
    path(f"{MOVE}acceptance/", proposals.move_acceptance, name="portfolio.move_acceptance"),
    path(f"{MOVE}taking-back/", proposals.move_taking_back, name="portfolio.move_taking_back"),
    path("projects/<key:key>/plan/workload/", workload.page, name="portfolio.workload"),
    path(f"{SCENARIO}load/", tried_load.panel, name="portfolio.tried_load"),
    path(f"{TASK}who/", who_could.panel, name="portfolio.who_could"),
    path(f"{TASK}who/assignment/", who_could.assignment, name="portfolio.assignment"),
    path(f"{TASK}ways/", ways.panel, name="portfolio.ways"),
    path(f"{TASK}ways/new/", ways.new, name="portfolio.new_way"),
    path(f"{WAY}taking/", ways.taking, name="portfolio.way_taking"),
    path(f"{WAY}going-back/", ways.going_back, name="portfolio.way_going_back"),
    path(f"{WAY}binning/", ways.binning, name="portfolio.way_bin"),
]

place(Place(47, _("Capacity"), "calendar", "portfolio.capacity", SEE_RESOURCING, "g w"))
tabs.register(tabs.Tab(10, _("Heat map"), "portfolio.capacity", SEE_RESOURCING))
tabs.register(tabs.Tab(15, _("What could move"), "portfolio.proposals", SEE_RESOURCING))
menu.stand_beside(menu.Entry(10, _("Workload"), "portfolio.workload", SEE_RESOURCING))
bin.register(bin.Kind(Levelling, LEVEL))
bin.register(bin.Kind(Way, CHOOSE_WAYS))
panels.register_on_task(
    panels.Panel(40, _("Who could do it"), "portfolio.who_could", SEE_RESOURCING)
)
panels.register_on_task(panels.Panel(45, _("Ways to do it"), "portfolio.ways", SEE_RESOURCING))
scenario_panels.register(
    panels.Panel(10, _("Weeks too full"), "portfolio.tried_load", SEE_RESOURCING)
)
