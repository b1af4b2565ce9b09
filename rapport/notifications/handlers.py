"""What staff are told about, and who of them."""

from rapport.accounts.models import Invitation
from rapport.cases.models import Case
from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.inbox.models import Conversation, Message
from rapport.inbox.queries import mentions
from rapport.notifications.models import Topic
from rapport.notifications.operations.notify import tell
from rapport.notifications.queries import recipients
from rapport.outreach.models import Question


@on("message.received", inline=True)
def a_client_wrote(event: Event) -> None:
    """To whoever holds the conversation, who follows it, and who does a task of it; at once, which
    costs less than a job about it."""
    held = event.held(Conversation, event.subject_id)
    who = recipients.of_held(held) if held else recipients.of_conversation(event.subject_id)
    if talk := held or Conversation.objects.filter(pk=event.subject_id).first():
        who = who | recipients.following(talk) | recipients.doing_its_tasks(talk)
    # On the side no client writes.
    topic = Topic.FOLLOWED if talk and talk.is_side else Topic.MESSAGE
    tell(who, topic=topic, event=event)


@on("message.sent", "note.written", "call.noted", "conversation.closed", inline=True)
def happened_where_they_follow(event: Event) -> None:
    """To those who follow it; where nobody does it costs nothing."""
    held = event.held(Conversation, event.subject_id)
    talk = held or Conversation.objects.filter(pk=event.subject_id).first()
    if talk and (who := recipients.following(talk)):
        tell(who, topic=Topic.FOLLOWED, event=event)


@on("conversation.assigned", "task.assigned")
def assigned(event: Event) -> None:
    """To the person it was assigned to; of many at once they are told once."""
    if event.facts.get("within"):
        return
    if member_id := event.facts.get("member"):
        tell({member_id}, topic=Topic.ASSIGNED, event=event)


@on("request.asked", "side.asked")
def asked_on_the_side(event: Event) -> None:
    """To those who were asked: colleagues, or whoever has it in the department, else all of it."""
    who = event.facts.get("members") or recipients.of_request(event.facts["request"])
    tell(set(who), topic=Topic.REQUEST, event=event)


@on("request.near", "request.overdue")
def request_due(event: Event) -> None:
    """To those who are to answer; once it is late, to whoever asked as well."""
    who = recipients.of_request(event.facts["request"])
    if event.verb == "request.overdue" and (asker := event.facts["asked_by"]):
        who = who | {asker}
    tell(who, topic=Topic.DEADLINE, event=event)


@on("request.answered", "request.handed_back", "request.refused")
def came_back_from_inside(event: Event) -> None:
    """To whoever has the conversation, whose turn it is again, and to whoever asked."""
    asker = event.facts["asked_by"]
    who = recipients.of_conversation(event.subject_id) | ({asker} if asker else set())
    tell(who, topic=Topic.ASSIGNED, event=event)


@on("bulkact.given")
def given_many(event: Event) -> None:
    """To the person to whom somebody gave many conversations in one act."""
    tell({event.facts["member"]}, topic=Topic.ASSIGNED, event=event)


@on("task.helped")
def put_on(event: Event) -> None:
    """To the person who is put on a task beside others."""
    was = event.facts["was"][str(event.subject_id)]["percent"]
    if (member_id := event.facts["member"]) and not was:
        tell({member_id}, topic=Topic.ASSIGNED, event=event)


@on("conversation.woken")
def came_back(event: Event) -> None:
    """To whoever had put it off, at its moment."""
    if event.facts["why"] == "time" and (member_id := event.facts["member"]):
        tell({member_id}, topic=Topic.RETURNED, event=event)


@on("conversation.task_done")
def task_done(event: Event) -> None:
    """To whoever has the conversation: the client may want to hear it."""
    tell(recipients.of_conversation(event.subject_id), topic=Topic.TASK_DONE, event=event)


@on("message.held")
def held(event: Event) -> None:
    """To its author: the answer was written to what is no longer the last word."""
    if member_id := event.facts["author"]:
        tell({member_id}, topic=Topic.HELD, event=event)


@on("note.written", "call.noted")
def mentioned(event: Event) -> None:
    """To everybody whom the note calls by name: "@Mara" or "@Mara Winter"."""
    rows = Message.objects.filter(pk=event.facts.get("message")).select_related("conversation")
    for note in rows:
        called = mentions.named_in(note.text, note.conversation)
        tell({member.pk for member in called}, topic=Topic.MENTION, event=event)


@on("case.target_near", "case.target_missed")
def target(event: Event) -> None:
    """To those whom the ladder of escalation names at this share of the time."""
    case = Case.objects.filter(pk=event.subject_id).first()
    if case is not None:
        who = recipients.named(case.conversation_id, event.facts["whom"])
        is_missed = event.verb == "case.target_missed"
        tell(who, topic=Topic.MISSED if is_missed else Topic.DEADLINE, event=event)


@on("case.opened", "case.changed")
def complained(event: Event) -> None:
    """To whoever holds it: a client complains."""
    facts = event.facts
    if facts["kind"] != Case.Kind.COMPLAINT or facts.get("was_kind") == Case.Kind.COMPLAINT:
        return
    case = Case.objects.filter(pk=event.subject_id, closed_at=None).first()
    if case is not None and case.clock_from is not None:
        who = recipients.of_conversation(case.conversation_id)
        tell(who, topic=Topic.COMPLAINT, event=event)


@on("promise.due_near", "promise.will_slip")
def promised(event: Event) -> None:
    """To whoever promised it, and to the project's lead."""
    topic = Topic.FORECAST if event.verb == "promise.will_slip" else Topic.PROMISE
    tell(recipients.of_promise(event.subject_id), topic=topic, event=event)


@on("deliverable.approved", "deliverable.refused")
def decided(event: Event) -> None:
    """To the project's lead."""
    tell(recipients.of_project(event.project_id), topic=Topic.DECISION, event=event)


@on("question.answered")
def answered(event: Event) -> None:
    """To whoever asked."""
    asked_by = Question.objects.filter(pk=event.subject_id).values_list("asked_by", flat=True)
    who = {asked_by[0]} if asked_by and asked_by[0] else recipients.of_project(event.project_id)
    tell(who, topic=Topic.DECISION, event=event)


@on("survey.answered")
def rated(event: Event) -> None:
    """To the project's lead, else the managers."""
    tell(recipients.of_project(event.project_id), topic=Topic.FEEDBACK, event=event)


@on("message.failed", "message.bounced")
def not_delivered(event: Event) -> None:
    """To the author of the message, else to whoever holds the conversation."""
    authors = Message.objects.filter(pk=event.facts.get("message")).values_list("author", flat=True)
    who = {authors[0]} if authors and authors[0] else recipients.of_conversation(event.subject_id)
    tell(who, topic=Topic.TROUBLE, event=event)


@on("invitation.came_back")
def not_invited(event: Event) -> None:
    """To whoever invited them, who can correct the address."""
    rows = Invitation.objects.filter(pk=event.subject_id)
    tell(set(rows.values_list("invited_by", flat=True)), topic=Topic.TROUBLE, event=event)


@on(
    "mailbox.failed", "mail.quarantined", "mail.stuck", "channel.failed", "channel.unheard",
    "delivery.quarantined",
)  # fmt: skip
def broken(event: Event) -> None:
    """To those who can mend it."""
    tell(recipients.admins(), topic=Topic.TROUBLE, event=event)
