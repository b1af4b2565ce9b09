"""What follows here from acts elsewhere."""

from collections.abc import Collection

from django.utils.translation import ngettext

from rapport.accounts import letters
from rapport.accounts.models import Member
from rapport.clients.models import Contact
from rapport.events.actor import SYSTEM, Acts
from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.files import access
from rapport.files.models import StoredFile
from rapport.inbox import events
from rapport.inbox.models import Alias, Attachment, Conversation, DepartmentRequest, Draft, Message
from rapport.inbox.operations import (
    erasing,
    field_values,
    later,
    merging,
    participants,
    reading,
    requests,
    rota,
    task_ties,
)
from rapport.inbox.queries import outbox
from rapport.inbox.queries.addressed import Sight
from rapport.lib.reader import Reader
from rapport.projects import companions
from rapport.projects import events as project_events
from rapport.projects.models import Task
from rapport.workspaces.operations import bin

# Its raw mails and files would stay behind.
bin.before_letting_go(Conversation, erasing.empty_out)
letters.keep_in(outbox.unsent_letters)


@on("contact.created", "contact.changed")
def recognise_who_wrote_before(event: Event) -> None:
    """Mails that came before somebody was a contact are theirs now."""
    if contact := Contact.objects.live().filter(pk=event.subject_id).first():
        participants.recognise(contact)


@on("contact.erased", inline=True)
def forget_the_person(event: Event) -> None:
    """In the same transaction, while the row still bears the address."""
    if contact := Contact.objects.filter(pk=event.subject_id).first():
        erasing.erase(contact, at=event.at)


@access.rule
def sees_attachment(reader: Reader, file: StoredFile) -> bool:
    """Whoever may read the message it came or went with; of a contact's conversations, those
    messages that are theirs."""
    messages = Message.objects.visible_to(reader)
    messages = messages.filter(pk__in=Attachment.objects.filter(file=file).values("message"))
    if not reader.is_contact:
        return messages.exists()
    contact = Contact.objects.filter(pk=reader.contact_id).first()
    if contact is None:
        return False
    sight = Sight.of(contact)
    return any(sight.holds(message) for message in messages.select_related("contact"))


@on(events.MESSAGE_RECEIVED, inline=True)
def give_out(event: Event) -> None:
    """What has just begun goes to somebody by itself, where that is set; before anybody is told."""
    if not event.facts.get("is_new"):
        return
    held = event.held(Conversation, event.subject_id)
    if talk := held or Conversation.objects.filter(pk=event.subject_id).first():
        rota.give(talk, at=event.at)


@on(events.MESSAGE_SENT, inline=True)
def know_ones_own_words(event: Event) -> None:
    """What left is not new to whoever wrote it."""
    if author := event.facts.get("author"):
        reading.has_written(event.subject_id, author)


@on(events.MESSAGE_RECEIVED, inline=True)
def hear_the_department(event: Event) -> None:
    """What somebody of it says on the side is its answer."""
    talk = event.held(Conversation, event.subject_id)
    if talk is None or not talk.is_side:
        return
    request = DepartmentRequest.objects.filter(conversation=talk).first()
    message = Message.objects.filter(pk=event.facts["message"]).exclude(author=None).first()
    if request and message:
        requests.heard(request, message, at=event.at)


@on(
    events.MESSAGE_QUEUED, events.MESSAGE_UNDONE, events.CONVERSATION_CLOSED,
    "conversation.binned", "conversation.restored",
    inline=True,
)  # fmt: skip
def follow_the_side(event: Event) -> None:
    """A request goes the way of its conversation."""
    talk = event.held(Conversation, event.subject_id)
    if talk and talk.is_side:
        requests.follow(talk, event.verb, by=_actor(event), at=event.at)


@on("conversation.binned", inline=True)
def keep_back_what_waits(event: Event) -> None:
    """No answer leaves at its moment out of the bin."""
    talk = event.held(Conversation, event.subject_id)
    if talk and talk.sends_later:
        later.keep_back(talk)


@on(events.CONVERSATION_CLOSED, inline=True)
def ask_for_what_is_required(event: Event) -> None:
    """Before somebody of the team closes it; what closes by itself is asked for nothing."""
    talk = event.held(Conversation, event.subject_id)
    if talk and event.actor_kind == "member":
        field_values.check_filled(talk)


@on(project_events.TASK_COMPLETED, project_events.TASKS_CHANGED)
def say_that_tasks_are_done(event: Event) -> None:
    """To the conversations tied to them: whoever has one of these may tell the client."""
    if done := _done_by(event):
        task_ties.say_done(done, by=_actor(event), at=event.at)


@on(events.CONVERSATION_MERGED)
def gather_stragglers(event: Event) -> None:
    """What was being filed in the very moment of the merge follows."""
    rows = Conversation.objects.filter(pk=event.facts["other"]).select_related("merged_into")
    if source := rows.first():
        merging.gather_stragglers(source)


def _done_by(event: Event) -> set[int]:
    """The tasks that an act finished, as it told itself."""
    if event.verb == project_events.TASK_COMPLETED:
        return {event.subject_id}
    if event.facts.get("field") != "state" or event.facts["now"] != Task.State.DONE:
        return set()
    was = event.facts["was"].items()
    return {int(pk) for pk, before in was if before["state"] != Task.State.DONE}


def _actor(event: Event) -> Acts:
    """The member who acted, or the product itself."""
    if event.actor_kind != "member":
        return SYSTEM
    return Member.objects.filter(pk=event.actor_id).first() or SYSTEM


@access.in_use
def waits_in_a_draft(ids: Collection[int]) -> set[int]:
    """Files attached to something that is still being written."""
    tokens = {
        token for held in Draft.objects.values_list("file_tokens", flat=True) for token in held
    }
    found = StoredFile.objects.filter(pk__in=ids, token__in=tokens)
    return set(found.values_list("pk", flat=True))


def _said(n: int) -> str:
    return ngettext("%(n)d conversation", "%(n)d conversations", n) % {"n": n}


companions.belongs(companions.Belonging(60, Conversation, _said, companions.everything))


def _said_addresses(n: int) -> str:
    return ngettext("%(n)d mail address", "%(n)d mail addresses", n) % {"n": n}


companions.belongs(companions.Belonging(61, Alias, _said_addresses, companions.everything))
