"""Work off mail that others hand over: kept at the door, read here."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import now

from rapport.events.listeners import every, task
from rapport.events.operations import jobs
from rapport.inbox.models import HookDelivery, MailHook, RawMail
from rapport.inbox.operations import intake, mail_hooks
from rapport.inbox.operations.intake import Arrival
from rapport.integrations import http
from rapport.integrations import mail_hooks as providers
from rapport.integrations.mail_hooks import Forged, Post, Unreadable
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace

# What its own job left waiting for this long was left for good.
LEFT = timedelta(seconds=60)
BATCH = 200


@transaction.atomic
def take_in(arrival: Arrival, *, workspace: Workspace, at: datetime) -> RawMail:
    """Keep a mail that was handed over, and ask for it to be read, together."""
    [raw] = intake.store_raw([arrival], workspace=workspace, at=at)
    jobs.enqueue(read, workspace_id=workspace.pk, at=at, unique_key=f"raw:{raw.pk}", raw=raw.pk)
    return raw


@task(attempts=3)
def read(raw: int) -> None:
    """Read one mail that is kept."""
    kept = RawMail.objects.filter(pk=raw, outcome=RawMail.Outcome.WAITING)
    if found := kept.select_related("workspace", "mailbox").defer("content").first():
        intake.settle(found, at=max(now(), found.received_at))


@transaction.atomic
def take_in_delivery(hook: MailHook, kind: str, post: Post, *, at: datetime) -> None:
    """Keep what a provider sent, and ask for it to be read, together."""
    if delivery := mail_hooks.store(hook, kind, post, at=at):
        jobs.enqueue(
            read_delivery, workspace_id=hook.workspace_id, at=at,
            unique_key=f"hook-delivery:{delivery.pk}", delivery=delivery.pk,
        )  # fmt: skip


@task(attempts=3)
def read_delivery(delivery: int) -> None:
    """Read what a provider sent: keep its mails, or note what became of ours."""
    rows = HookDelivery.objects.filter(pk=delivery, outcome=HookDelivery.Outcome.WAITING)
    found = rows.select_related("hook__mailbox", "workspace").first()
    if found is None:
        return
    try:
        account, post = mail_hooks.account(found.hook), mail_hooks.post_of(found)
        providers.check_signature(account, post, at=now())
        if url := providers.confirmation(account, post):
            _confirm(found, url)
        elif found.kind == HookDelivery.Kind.MAIL:
            _keep(found, mail_hooks.arrivals(found, providers.mails(account, post)))
        else:
            _note(found, providers.fates(account, post))
    except (Unreadable, Forged, mail_hooks.Sealed) as error:
        mail_hooks.mark(found, HookDelivery.Outcome.QUARANTINED, at=now(), said=str(error))
    except http.Unreachable as error:
        mail_hooks.count_failure(found, str(error), at=now())
        raise


@every(timedelta(seconds=60))
@task(attempts=1)
def read_left_deliveries() -> None:
    """Take up what its process died over."""
    left = HookDelivery.everywhere.left(now() - LEFT).order_by("pk")
    for pk, workspace_id in left.values_list("pk", "workspace_id")[:BATCH]:
        with open_workspace(workspace_id):
            read_delivery(delivery=pk)


@transaction.atomic
def _keep(delivery: HookDelivery, arrivals: list[Arrival]) -> None:
    outcome = HookDelivery.Outcome.TAKEN if arrivals else HookDelivery.Outcome.IGNORED
    if mail_hooks.mark(delivery, outcome, at=now()):
        for arrival in arrivals:
            take_in(arrival, workspace=delivery.workspace, at=delivery.received_at)


@transaction.atomic
def _note(delivery: HookDelivery, fates: list[providers.Fate]) -> None:
    found = mail_hooks.note_fates(delivery.hook, fates, at=now())
    outcome = HookDelivery.Outcome.TAKEN if found else HookDelivery.Outcome.IGNORED
    mail_hooks.mark(delivery, outcome, at=now())


def _confirm(delivery: HookDelivery, url: str) -> None:
    """Amazon asks whether we are there before it sends anything."""
    http.send(http.Request("GET", url, public_only=True))
    mail_hooks.mark(delivery, HookDelivery.Outcome.TAKEN, at=now())
