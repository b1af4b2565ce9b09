"""Routes, and the shapes of the list of projects."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts import bin
from rapport.projects import panels, shapes
from rapport.projects.models import Programme
from rapport.projects.permissions import MANAGE_PROJECTS, SEE_PROJECTS
from rapport.roadmap.views import belonging, effect, programme, programmes, timeline

shapes.register(shapes.Shape(20, _("Timeline"), "roadmap.timeline", SEE_PROJECTS))
shapes.register(shapes.Shape(30, _("Programmes"), "roadmap.programmes", SEE_PROJECTS))
panels.register(panels.Panel(5, _("Programme"), "roadmap.of_project", SEE_PROJECTS, side=True))
bin.register(bin.Kind(Programme, MANAGE_PROJECTS))

ALL, ONE = "projects/programmes/", "projects/programmes/<int:number>/"

urlpatterns = [
    path("projects/timeline/", timeline.timeline, name="roadmap.timeline"),
    path("projects/timeline/effect/", effect.effect, name="roadmap.effect"),
    path("projects/timeline/effect/dates/", effect.dates, name="roadmap.effect_dates"),
    path("projects/timeline/table/", timeline.table, name="roadmap.table"),
    path(ALL, programmes.index, name="roadmap.programmes"),
    path(f"{ALL}new/", programmes.new, name="roadmap.new_programme"),
    path(ONE, programme.page, name="roadmap.programme"),
    path(f"{ONE}details/", programme.details, name="roadmap.programme_details"),
    path(f"{ONE}place/", programme.place, name="roadmap.programme_place"),
    path(f"{ONE}projects/", belonging.of_programme, name="roadmap.programme_projects"),
    path(f"{ONE}binning/", programme.binning, name="roadmap.programme_binning"),
    path("projects/<key:key>/programme/", belonging.of_project, name="roadmap.of_project"),
    path("projects/<key:key>/programme/change/", belonging.change, name="roadmap.belonging"),
]
