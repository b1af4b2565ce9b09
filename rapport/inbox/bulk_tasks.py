"""Work off acts on many conversations."""

from datetime import timedelta

from django.utils import translation
from django.utils.timezone import now

from rapport.events.listeners import every, on, task
from rapport.events.models import Event
from rapport.events.operations import jobs
from rapport.inbox import events
from rapport.inbox.models import BulkAct
from rapport.inbox.operations import bulk

# By then the page has done it, or its process has died.
LEFT_BEHIND = timedelta(seconds=20)


@task(lease=timedelta(minutes=1), attempts=8)
def work_off(act: int) -> None:
    """All that is left of it. Why one was refused is said in the language of whoever asked."""
    found = BulkAct.objects.select_related("by__user").filter(pk=act).first()
    if found is not None and not found.is_over:
        with translation.override(found.by.user.language):
            bulk.work_off(found, now=now)


@on(events.BULK_BEGUN, inline=True)
def have_it_worked_off(event: Event) -> None:
    """In the background, where it is more than a page waits for; a few are done by the page, and
    here only if it did not come to it."""
    is_short = event.facts["total"] <= bulk.AT_ONCE
    jobs.enqueue(
        work_off, workspace_id=event.workspace_id, at=event.at,
        run_at=event.at + LEFT_BEHIND if is_short else None,
        unique_key=f"bulk:{event.subject_id}", act=event.subject_id,
    )  # fmt: skip


@every(timedelta(days=1))
@task(attempts=1)
def forget_acts() -> None:
    """Let go of what can no longer be undone nor asked about."""
    bulk.forget(at=now())
