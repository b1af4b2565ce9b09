"""Routes, and the shapes of the list of projects."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.projects import shapes
from rapport.projects.permissions import SEE_PROJECTS
from rapport.roadmap.views import effect, timeline

shapes.register(shapes.Shape(20, _("Timeline"), "roadmap.timeline", SEE_PROJECTS))

urlpatterns = [
    path("projects/timeline/", timeline.timeline, name="roadmap.timeline"),
    path("projects/timeline/effect/", effect.effect, name="roadmap.effect"),
    path("projects/timeline/table/", timeline.table, name="roadmap.table"),
]
