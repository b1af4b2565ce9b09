"""What more than one part of the page looks at."""

from datetime import timedelta

from django.db.models import Count, Q

from rapport.cases.models import Case
from rapport.delivery.models import Deliverable
from rapport.promises.models import Promise
from rapport.workspaces.visible import VisibleTo

SOON = timedelta(hours=8)
# More than any page shows; it keeps a flood from being read whole.
MOST = 200

CASES = VisibleTo(
    lambda reader, soon, start, end: (
        Case.objects.visible_to(reader)
        .open()
        .filter(paused_since=None)
        .filter(
            Q(due_at__lt=soon) | Q(due_at__gte=start, due_at__lt=end) | Q(kind=Case.Kind.COMPLAINT)
        )
        .select_related("client", "conversation", "reporter", "workspace")
        .order_by("due_at", "pk")[:MOST]
    )
)
COMPLAINTS = VisibleTo(
    lambda reader: (
        Case.objects.visible_to(reader)
        .open()
        .filter(kind=Case.Kind.COMPLAINT)
        .order_by()
        .values_list("project")
        .annotate(Count("pk"))
    )
)
PROMISES = VisibleTo(
    lambda reader: (
        Promise.objects.visible_to(reader)
        .open()
        .select_related("client", "workspace", "task__schedule__driver", "project")
        .order_by("due_on", "pk")
    )
)
SIGN_OFFS = VisibleTo(
    lambda reader, start, end: (
        Deliverable.objects.visible_to(reader)
        .live()
        .filter(
            Q(state__in=[Deliverable.State.REFUSED, Deliverable.State.SUBMITTED])
            | Q(state=Deliverable.State.APPROVED, turn_since__gte=start, turn_since__lt=end)
        )
        .select_related("project__client")
        .order_by("turn_since")[:MOST]
    )
)
