"""Work off the request: sending, sweeping the outbox, fetching mailboxes, settling leftovers."""

from datetime import timedelta

from django.utils.timezone import now

from rapport.events.listeners import every, on, task
from rapport.events.models import Event
from rapport.events.operations import jobs
from rapport.inbox import acknowledging_tasks as acknowledging_tasks
from rapport.inbox import bulk_tasks as bulk_tasks
from rapport.inbox import events, idle
from rapport.inbox import receiving_tasks as receiving_tasks
from rapport.inbox.models import DepartmentRequest, Dispatch, Mailbox, RawMail
from rapport.inbox.operations import departing, fetching, intake, merging, requests, snoozing
from rapport.workspaces.scope import open_workspace

# A mail that its own process left waiting for this long was left for good.
LEFT = timedelta(seconds=30)


@task(attempts=3)
def send(dispatch: int) -> None:
    """Try one mail, when its undo window is over."""
    departing.set_off(dispatch)


@on(events.MESSAGE_QUEUED, events.MESSAGE_SCHEDULED, inline=True)
def send_at_its_moment(event: Event) -> None:
    """Ask for the mail to leave at its moment; later tries are the sweep's."""
    pk = event.facts["dispatch"]
    if dispatch := event.held(Dispatch, pk) or Dispatch.objects.filter(pk=pk).first():
        jobs.enqueue(
            send, workspace_id=event.workspace_id, at=event.at, run_at=dispatch.not_before,
            unique_key=f"dispatch:{pk}", dispatch=pk,
        )  # fmt: skip


@task(attempts=3)
def send_system(mail: int) -> None:
    """Try one mail of the system itself."""
    departing.set_off_for_the_system(mail)


@every(timedelta(seconds=20))
@task(attempts=1)
def sweep_outbox() -> None:
    """Try everything that is due: after a pause, a release, or the death of a worker."""
    departing.sweep(now())


@every(timedelta(seconds=60))
@task(attempts=1)
def fetch_mailboxes() -> None:
    """Look into every mailbox that is polled and has nobody of its own to do it."""
    rows = Mailbox.everywhere.fetching().exclude(pk__in=idle.attended())
    for mailbox in rows.select_related("workspace").order_by("pk"):
        with open_workspace(mailbox.workspace_id):
            fetching.fetch(mailbox)


@task(attempts=2)
def fetch(mailbox: int) -> None:
    """Look into one mailbox now."""
    if found := Mailbox.objects.fetching().select_related("workspace").filter(pk=mailbox).first():
        fetching.fetch(found)


@on(events.MAIL_ASKED_FOR)
def look_for_the_stuck_mail(event: Event) -> None:
    """A person wants a mail that its server did not hand over: look into that mailbox now."""
    jobs.enqueue(
        fetch, workspace_id=event.workspace_id, at=event.at, unique_key=f"asked:{event.pk}",
        mailbox=event.subject_id,
    )  # fmt: skip


@every(timedelta(seconds=30))
@task(attempts=1)
def settle_waiting() -> None:
    """Take up mails whose process died between keeping and reading them."""
    at = now()
    intake.settle_left(RawMail.everywhere.filter(received_at__lt=at - LEFT), at=at)


@every(timedelta(seconds=30))
@task(attempts=1)
def wake_snoozed() -> None:
    """Bring back what was put off until now."""
    snoozing.wake_due(at=now())


@every(timedelta(minutes=1))
@task(attempts=1)
def watch_requests() -> None:
    """Tell which requests to departments are near their target and which missed it."""
    at = now()
    due = DepartmentRequest.everywhere.waiting().filter(warn_at__lte=at, missed_at=None)
    for workspace_id in due.values_list("workspace_id", flat=True).distinct():
        with open_workspace(workspace_id):
            requests.tell_due(at=at)


@every(timedelta(hours=1))
@task(attempts=1)
def forget_reshapings() -> None:
    """Let go of what could be had back for an hour."""
    merging.forget(at=now())
