"""Tasks of mine that the plan had finished by now."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rapport.lib.felt import Felt
from rapport.lib.visibility import Turn
from rapport.projects.models import Task
from rapport.today.queries.need import Desk, Need
from rapport.ui import words
from rapport.workspaces.visible import VisibleTo

MOST = 20

_OVERDUE = VisibleTo(
    lambda reader, today: (
        Task.objects.visible_to(reader)
        .open()
        .filter(deadline__lt=today, project__binned_at=None, turn=Turn.US)
        .select_related("project__client")
        .order_by("deadline")[:MOST]
    )
)


def needs(desk: Desk) -> Iterator[Need]:
    """Open tasks past their deadline: mine, or anybody's when the page shows the company."""
    for task in _OVERDUE(desk.reader, localdate(desk.at)):
        if task.deadline is None or not desk.is_mine(task.assignee_id, task.project.lead_id):
            continue
        where = {"slug": desk.slug, "key": task.project.key, "number": task.number}
        yield Need(
            felt=Felt.TASK_OVERDUE,
            since=task.turn_since or task.created_at,
            title=_("Past its deadline: %(task)s") % {"task": task.name},
            why=f"{task.project.client} · {task.project.name} · "
            + words.day(task.deadline, localdate(desk.at)),
            action=pgettext("button", "Open"),
            url=reverse("projects.task", kwargs=where),
        )
