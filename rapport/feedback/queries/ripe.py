"""Which closed cases are to be asked about: did it hold?"""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from rapport.cases.models import Case
from rapport.feedback.models import Holding

# Long enough to see it, not so long that nobody remembers.
AFTER, UNTIL = timedelta(days=5), timedelta(days=19)
# Nobody is asked this more often.
REST = timedelta(days=7)
MENDED = (Case.Kind.INCIDENT, Case.Kind.PROBLEM, Case.Kind.COMPLAINT)


def ripe(at: datetime) -> QuerySet[Case]:
    """Cases of the open workspace that were mended some days ago and not asked about, of people
    who were not asked lately; imported history never."""
    return narrowed(Case.objects.live(), at)


def anywhere(at: datetime) -> QuerySet[Case]:
    """The closed ones of every workspace among which there may be some."""
    rows: QuerySet[Case] = _closed(Case.everywhere.live(), at)
    return rows


def narrowed(rows: QuerySet[Case], at: datetime) -> QuerySet[Case]:
    """Those of these rows that are ripe."""
    known = Holding.objects.filter(case=OuterRef("pk"), closed_at=OuterRef("closed_at"))
    lately = Holding.objects.filter(contact=OuterRef("reporter"), asked_at__gt=at - REST)
    found = _closed(rows, at).exclude(Exists(known)).exclude(Exists(lately))
    return found.select_related("reporter__client", "conversation", "workspace", "client").order_by(
        "reporter", "closed_at", "pk"
    )


def _closed(rows: QuerySet[Case], at: datetime) -> QuerySet[Case]:
    return rows.filter(
        # What went into another conversation was not mended by that.
        conversation__merged_into=None, conversation__binned_at=None,
        closed_at__gt=at - UNTIL, closed_at__lte=at - AFTER, kind__in=MENDED,
        clock_from__isnull=False, reporter__erased_at=None, reporter__binned_at=None,
        reporter__isnull=False,
    )  # fmt: skip
