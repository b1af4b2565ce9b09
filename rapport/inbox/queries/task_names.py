"""Tasks by what people call them: KTB-12."""

import re

from django.db.models import QuerySet

from rapport.lib.reader import Reader
from rapport.projects.models import FormerPlace, Task

_REFERENCE = re.compile(r"([A-Z][A-Z0-9]{0,7})-([0-9]{1,9})", re.ASCII | re.IGNORECASE)
MOST = 2_147_483_647


def named(reference: str, reader: Reader) -> Task | None:
    """The live task that is called so, or was before it went to another project."""
    found = _REFERENCE.fullmatch(reference.strip())
    if found is None or int(found[2]) > MOST:
        return None
    key, number = found[1].upper(), int(found[2])
    rows = with_names(Task.objects.visible_to(reader).live())
    if task := rows.filter(project__key=key, number=number).first():
        return task
    was = FormerPlace.objects.filter(project__key=key, number=number).values("task")
    return rows.filter(pk__in=was).first()


def with_names(rows: QuerySet[Task]) -> QuerySet[Task]:
    """With what a line says of each."""
    return rows.select_related("project__client", "assignee__user", "workspace")
