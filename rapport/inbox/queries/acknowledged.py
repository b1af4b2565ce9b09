"""How often a mailbox acknowledged of late, and why it did not."""

from datetime import datetime, timedelta

from django.db.models import Count

from rapport.inbox.models import Acknowledgement, Mailbox

LATELY = timedelta(days=30)


def counts(mailbox: Mailbox, *, at: datetime) -> list[tuple[str, int]]:
    """By outcome, those that were sent first."""
    rows = Acknowledgement.objects.filter(mailbox=mailbox, at__gt=at - LATELY)
    found = dict(rows.values_list("outcome").annotate(n=Count("pk")).order_by())
    return [
        (str(outcome.label), found[outcome])
        for outcome in Acknowledgement.Outcome
        if outcome in found
    ]
