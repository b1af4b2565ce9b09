"""Keep plans to be used again."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.planning.events import TEMPLATE_RENAMED, TEMPLATE_SAVED
from rapport.planning.models import PlanTemplate
from rapport.planning.queries.shape_of import shape_of
from rapport.projects.models import Project
from rapport.workspaces.operations import bin
from rapport.workspaces.operations.numbers import next_number


class NothingToSave(Refused):
    """The plan has no task."""


@transaction.atomic
def save(
    project: Project, name: str, roles: Mapping[str, str], *, by: Member, at: datetime
) -> PlanTemplate:
    """Keep the shape of a plan under a name, with `roles` for those who do its tasks."""
    shape = shape_of(project, roles)
    if not shape.tasks:
        raise NothingToSave(_("There is nothing to save yet: the plan has no tasks."))
    made: PlanTemplate = PlanTemplate.objects.create(
        workspace_id=project.workspace_id, name=name.strip(), body=shape.written(),
        tasks=len(shape.tasks), made_from=project, made_by=by, made_at=at,
        number=next_number(project.workspace, "plan template"),
    )  # fmt: skip
    facts = {"number": made.number, "tasks": made.tasks, "project": project.pk}
    publish(TEMPLATE_SAVED, subject=made, by=by, at=at, facts=facts)
    return made


@transaction.atomic
def rename(template: PlanTemplate, name: str, *, by: Member, at: datetime) -> None:
    """Call a template otherwise."""
    if PlanTemplate.objects.filter(pk=template.pk).exclude(name=name).update(name=name):
        template.name = name
        facts = {"number": template.number}
        publish(TEMPLATE_RENAMED, subject=template, by=by, at=at, facts=facts)


def discard(template: PlanTemplate, *, by: Member, at: datetime) -> None:
    """Move a template to the bin. Projects that began with it keep their plans."""
    bin.put(template, by=by, at=at)
