"""When each project of the list will be done."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from rapport.planning.queries.forecast import forecasts
from rapport.projects.columns import Cell
from rapport.projects.models import Project


def expected_finish(projects: Sequence[Project]) -> Mapping[int, Cell]:
    """The expected day; where overdue work moves it beyond the plan, it says so."""
    zones = {project.pk: ZoneInfo(project.workspace.time_zone) for project in projects}
    found = {}
    for pk, forecast in forecasts(projects).items():
        day = forecast.expected.astimezone(zones[pk]).date()
        late = forecast.expected > forecast.planned
        found[pk] = Cell(day, _("later than planned"), "warn") if late else Cell(day)
    return found
