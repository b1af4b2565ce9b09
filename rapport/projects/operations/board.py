"""The board: put a card somewhere."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from rapport.accounts.models import Member
from rapport.events.actor import Acts
from rapport.projects.models import Task
from rapport.projects.operations import hands, progress

PLACE = "UPDATE projects_task SET board_position = %s WHERE id = %s"


@dataclass(frozen=True, slots=True)
class Spot:
    """A column, after another card or first; with `changes_hands` in the lane of `person`."""

    state: str
    after: Task | None = None
    changes_hands: bool = False
    person: Member | None = None


@transaction.atomic
def place(task: Task, spot: Spot, *, by: Acts, at: datetime) -> None:
    """Put a card there.

    The order of a column is how people like to see it: it changes no date and is no event.
    """
    if spot.changes_hands:
        hands.assign(task, spot.person, by=by, at=at)
    progress.set_state(task, spot.state, by=by, at=at)
    rows = Task.objects.live().filter(project=task.project_id, state=spot.state)
    column = rows.exclude(pk=task.pk).order_by("board_position", "position")
    known = dict(column.values_list("pk", "board_position"))
    order, after = list(known), spot.after
    order.insert(order.index(after.pk) + 1 if after and after.pk in known else 0, task.pk)
    moved = [(n, pk) for n, pk in enumerate(order, 1) if known.get(pk) != n]
    with connection.cursor() as cursor:
        cursor.executemany(PLACE, moved)
