"""Give out running numbers without gaps or doubles."""

from django.db import transaction

from rapport.lib.cursors import kept_cursor
from rapport.workspaces.models import RunningNumber, Workspace

# One statement, so that the row is held from the first moment; every mail and task asks it.
ADVANCE = """
UPDATE workspaces_runningnumber SET last = last + %s
 WHERE workspace_id = %s AND series = %s RETURNING last
"""


@transaction.atomic(savepoint=False)
def next_number(workspace: Workspace, series: str, *, count: int = 1) -> int:
    """Reserve `count` numbers of a series; returns the first. Held until the transaction ends."""
    last = _advance(workspace.pk, series, count)
    if last is None:
        RunningNumber.objects.get_or_create(workspace_id=workspace.pk, series=series)
        last = _advance(workspace.pk, series, count)
    return (last or count) - count + 1


def _advance(workspace_id: int, series: str, count: int) -> int | None:
    with kept_cursor() as cursor:
        cursor.execute(ADVANCE, [count, workspace_id, series])
        row = cursor.fetchone()
    return int(row[0]) if row else None
