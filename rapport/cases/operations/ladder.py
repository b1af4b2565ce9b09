"""Set who is told when how much of the time is used up."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from rapport.cases import events
from rapport.cases.models import Case, Rung, Who
from rapport.cases.queries.ladder import SHARES
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.workspaces.models import Workspace


class NobodyTold(Refused):
    """A ladder without a rung."""


@transaction.atomic
def set_ladder(
    workspace: Workspace, rungs: Mapping[int, Sequence[str]], *, by: Acts, at: datetime
) -> None:
    """Set the whole ladder. It holds for what is told from now on: the clock looks at every
    running case anew."""
    known = [
        (share, who)
        for share in SHARES
        for who in sorted(set(rungs.get(share, ())) & set(Who.values))
    ]
    if not known:
        raise NobodyTold(_("Somebody should be told: choose at least one person."))
    Rung.objects.all().delete()
    Rung.objects.bulk_create(
        Rung(workspace=workspace, share=share, who=who) for share, who in known
    )
    later = Q(step_at=None) | Q(step_at__gt=at)
    Case.objects.open().filter(later, clock_from__isnull=False).update(step_at=at)
    facts: dict[str, list[str]] = {}
    for share, who in known:
        facts.setdefault(str(share), []).append(who)
    publish(events.LADDER_SET, subject=workspace, by=by, at=at, facts=facts)
