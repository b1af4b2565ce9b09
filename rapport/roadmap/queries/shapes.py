"""What a new project can be shaped like: templates, and the plans there are."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from rapport.lib.reader import Reader
from rapport.planning.models import PlanTemplate
from rapport.planning.queries.shape_of import doers_of, shape_of
from rapport.planning.shape import Shape
from rapport.projects.models import Project

TEMPLATE, PROJECT = "template", "project"
SHOWN = 200
LONGEST = 10

Choices = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A shape by the name of its template or project, and who takes its roles if that is known."""

    name: str
    shape: Shape
    people: dict[str, int | None] = field(default_factory=dict)


def choices(reader: Reader) -> Choices:
    """Templates, then active projects: what a form offers, in groups."""
    templates = PlanTemplate.objects.visible_to(reader).live().order_by("name")[:SHOWN]
    projects = Project.objects.visible_to(reader).active().order_by("name")[:SHOWN]
    kept = [(f"{TEMPLATE}:{one.number}", one.name) for one in templates.defer("body")]
    running = [(f"{PROJECT}:{one.key}", one.name) for one in projects]
    groups = [(_("Templates"), kept), (_("Projects"), running)]
    return [(label, options) for label, options in groups if options]


def chosen(reader: Reader, text: str) -> Chosen | None:
    """The shape that an address names; None where there is no such one for this reader."""
    kind, _colon, name = text.partition(":")
    if kind == TEMPLATE:
        return _of_template(reader, name)
    return _of_project(reader, name) if kind == PROJECT else None


def _of_template(reader: Reader, number: str) -> Chosen | None:
    if not (number.isascii() and number.isdecimal() and len(number) < LONGEST):
        return None
    rows = PlanTemplate.objects.visible_to(reader).live().filter(number=int(number))
    found = rows.first()
    return Chosen(found.name, Shape.read(found.body)) if found else None


def _of_project(reader: Reader, key: str) -> Chosen | None:
    rows = Project.objects.visible_to(reader).live().select_related("workspace")
    project = rows.filter(key=key).first()
    if project is None:
        return None
    doers = doers_of(project)
    shape = shape_of(project, {doer.key: doer.name for doer in doers})
    return Chosen(project.name, shape, {doer.name: doer.member for doer in doers})
