"""Problems, and the cases they gather."""

from collections.abc import Sequence

from django.db.models import F, QuerySet

from rapport.cases.models import Case
from rapport.cases.models.case import CaseQuerySet
from rapport.lib.reader import Reader

MOST = 100


def gathered(problem: Case, reader: Reader) -> QuerySet[Case]:
    """The live cases that a problem gathers and this reader sees, the open ones first."""
    joined = _of(problem, reader).select_related("client", "conversation", "workspace")
    first_open = joined.order_by(F("closed_at").asc(nulls_first=True), "number")
    found: QuerySet[Case] = first_open[:MOST]
    return found


def waiting(problem: Case, reader: Reader) -> QuerySet[Case]:
    """All of them that are open."""
    rows = _of(problem, reader).filter(closed_at=None)
    found: QuerySet[Case] = rows.select_related("client", "conversation", "workspace")
    return found.order_by("number")


def how_many(problem: Case, shown: Sequence[Case], reader: Reader) -> int:
    """How many there are, shown or not."""
    return len(shown) if len(shown) < MOST else _of(problem, reader).count()


def _of(problem: Case, reader: Reader) -> CaseQuerySet:
    rows: CaseQuerySet = Case.objects.visible_to(reader).live().filter(problem=problem)
    return rows


def problems(reader: Reader) -> QuerySet[Case]:
    """The open problems to which a case may be put, the newest first."""
    rows = Case.objects.visible_to(reader).open().filter(kind=Case.Kind.PROBLEM)
    joined = rows.select_related("client", "conversation")
    found: QuerySet[Case] = joined.order_by("-number")
    return found
