"""Problems, and the cases they gather."""

from django.db.models import QuerySet

from rapport.cases.models import Case
from rapport.lib.reader import Reader

MOST = 100


def gathered(problem: Case, reader: Reader) -> QuerySet[Case]:
    """The live cases that a problem gathers and this reader sees, the open ones first."""
    rows = Case.objects.visible_to(reader).live().filter(problem=problem)
    joined = rows.select_related("client", "conversation", "workspace")
    found: QuerySet[Case] = joined.order_by("closed_at", "number")[:MOST]
    return found


def problems(reader: Reader) -> QuerySet[Case]:
    """The open problems to which a case may be put, the newest first."""
    rows = Case.objects.visible_to(reader).open().filter(kind=Case.Kind.PROBLEM)
    joined = rows.select_related("client", "conversation")
    found: QuerySet[Case] = joined.order_by("-number")
    return found
