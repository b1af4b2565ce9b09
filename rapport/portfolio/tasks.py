"""Long work over all projects."""

import time
from datetime import timedelta

from django.utils.timezone import now

from rapport.engine.levelling.problem import Infeasible
from rapport.events.listeners import task
from rapport.portfolio.models import Levelling
from rapport.portfolio.operations import levellings
from rapport.portfolio.operations.levellings import Ground
from rapport.portfolio.queries.freshness import hours_digest, revisions
from rapport.portfolio.queries.proposals import proposed
from rapport.portfolio.repair import NotLevelled
from rapport.resourcing.days import today_of

# What the proof of how far it is from the least may take.
SECONDS = 6.0


@task(lease=timedelta(minutes=10), attempts=2)
def level(levelling: int) -> None:
    """Work out what could move, unless that is done already."""
    rows = Levelling.objects.live().filter(state=Levelling.State.WAITING)
    asked = rows.select_related("workspace").filter(pk=levelling).first()
    if asked is None:
        return
    today = today_of(asked.workspace, at=now())
    ground = Ground(revisions(), hours_digest(today=today))
    try:
        found = proposed(today=today, seconds=SECONDS, clock=time.monotonic)
    except (NotLevelled, Infeasible):
        levellings.fail(asked, at=now())
    else:
        levellings.keep(asked, found, ground, at=now())
