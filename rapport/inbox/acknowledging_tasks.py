"""Acknowledge what is new, a breath after it was taken in: no mail is lost over a thank-you."""

from django.utils.timezone import now

from rapport.events.listeners import on, task
from rapport.events.models import Event
from rapport.events.operations import jobs
from rapport.inbox import events
from rapport.inbox.models import Acknowledging, Conversation, Message
from rapport.inbox.operations import acknowledging
from rapport.workspaces.prepared import Question

_ACKNOWLEDGES = Question(
    lambda mailbox: Acknowledging.objects.filter(mailbox=mailbox, is_on=True)
)  # fmt: skip


@task(attempts=2)
def acknowledge(message: int) -> None:
    """Tell the sender of a new conversation that it has come, if that is right."""
    related = ("conversation__mailbox", "contact", "workspace", "raw")
    if found := Message.objects.select_related(*related).filter(pk=message).first():
        acknowledging.acknowledge(found, at=now())


@on(events.MESSAGE_RECEIVED, inline=True)
def acknowledge_what_is_new(event: Event) -> None:
    """Where its mailbox does so; of what goes on, of history and of other ways nothing."""
    talk = event.held(Conversation, event.subject_id)
    if not event.facts.get("is_new") or talk is None or talk.mailbox_id is None:
        return
    if talk.is_history or not _ACKNOWLEDGES.first(talk.mailbox_id):
        return
    pk = event.facts["message"]
    jobs.enqueue(
        acknowledge, workspace_id=event.workspace_id, at=event.at,
        unique_key=f"acknowledge:{pk}", message=pk,
    )  # fmt: skip
