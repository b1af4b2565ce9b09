"""The board: put a card somewhere."""

from datetime import datetime

from django.db import connection, transaction

from rapport.events.actor import Acts
from rapport.projects.models import Task
from rapport.projects.operations import progress

PLACE = "UPDATE projects_task SET board_position = %s WHERE id = %s"


@transaction.atomic
def place(task: Task, state: str, after: Task | None, *, by: Acts, at: datetime) -> None:
    """Put a card into a column, after another card or first.

    The order of a column is how people like to see it: it changes no date and is no event.
    """
    progress.set_state(task, state, by=by, at=at)
    column = Task.objects.live().filter(project=task.project_id, state=state).exclude(pk=task.pk)
    known = dict(column.order_by("board_position", "position").values_list("pk", "board_position"))
    order = list(known)
    order.insert(order.index(after.pk) + 1 if after and after.pk in known else 0, task.pk)
    moved = [(n, pk) for n, pk in enumerate(order, 1) if known.get(pk) != n]
    with connection.cursor() as cursor:
        cursor.executemany(PLACE, moved)
