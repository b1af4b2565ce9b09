"""The sentences about what became of a conversation, in a client's story: for us alone."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.clients.timeline import Line, actors, tells
from rapport.events.models import Event
from rapport.inbox import events as verbs
from rapport.inbox.models import Acknowledgement, Conversation, Macro, Participant
from rapport.inbox.queries.task_names import with_names
from rapport.lib.reader import Reader
from rapport.lib.visibility import Turn
from rapport.projects.models import Project, Task

Text = str | Promise
Names = Mapping[int, str]
# How a sentence reads, and its icon. `name` is what the fact of `NAMED` stands for.
SENTENCES: dict[str, tuple[Text, str]] = {
    verbs.CONVERSATION_ASSIGNED: (_("%(who)s gave “%(subject)s” to %(name)s"), "person"),
    verbs.CONVERSATION_CLOSED: (_("%(who)s closed “%(subject)s”"), "check"),
    verbs.CONVERSATION_REOPENED: (_("%(who)s opened “%(subject)s” again"), "undo"),
    verbs.CONVERSATION_SET_ASIDE: (_("%(who)s set “%(subject)s” aside"), "archive"),
    verbs.CONVERSATION_TAKEN_BACK: (_("%(who)s took “%(subject)s” back into the list"), "inbox"),
    verbs.CONVERSATION_LINKED: (_("%(who)s put “%(subject)s” to %(name)s"), "projects"),
    verbs.CONVERSATION_MERGED: (_("%(who)s put “%(name)s” into “%(subject)s”"), "inbox"),
    verbs.CONVERSATION_PARTED: (_("%(who)s took “%(subject)s” out of “%(name)s” again"), "split"),
    verbs.CONVERSATION_SPLIT: (_("%(who)s made “%(name)s” of a part of “%(subject)s”"), "split"),
    verbs.CONVERSATION_SNOOZED: (_("%(who)s put “%(subject)s” off"), "clock"),
    verbs.CONVERSATIONS_TIED: (_("%(who)s tied “%(subject)s” and “%(name)s”"), "link"),
    verbs.CONVERSATIONS_UNTIED: (_("%(who)s untied “%(subject)s” and “%(name)s”"), "link"),
    verbs.CONVERSATION_TASK_TIED: (_("%(who)s tied “%(subject)s” to %(name)s"), "task"),
    verbs.CONVERSATION_TASK_UNTIED: (_("%(who)s untied “%(subject)s” and %(name)s"), "task"),
    verbs.CONVERSATION_CONFIDED: (
        _("%(who)s kept “%(subject)s” to those who take part"), "hidden",
    ),
    verbs.CONVERSATION_OPENED_UP: (
        _("%(who)s let the whole company see “%(subject)s”"), "visible",
    ),
    verbs.PARTICIPANT_ADDED: (_("%(who)s brought %(name)s into “%(subject)s”"), "person"),
    verbs.PARTICIPANT_REMOVED: (_("%(who)s took %(name)s out of “%(subject)s”"), "person"),
    verbs.PARTICIPANT_CONFIRMED: (_("%(who)s vouched for %(name)s in “%(subject)s”"), "shield"),
    verbs.MACRO_RUN: (_("%(who)s ran “%(name)s” on “%(subject)s”"), "list"),
    verbs.MACRO_UNDONE: (_("%(who)s took “%(name)s” back on “%(subject)s”"), "undo"),
    verbs.MESSAGE_ACKNOWLEDGED: (_("Whoever wrote “%(subject)s” heard that it has come"), "mail"),
    "conversation.binned": (_("%(who)s moved “%(subject)s” to the bin"), "delete"),
    "conversation.restored": (_("%(who)s took “%(subject)s” out of the bin"), "undo"),
}  # fmt: skip
# To nobody, and to no project: said otherwise.
WITHOUT: dict[str, Text] = {
    verbs.CONVERSATION_ASSIGNED: _("%(who)s gave “%(subject)s” to nobody"),
    verbs.CONVERSATION_LINKED: _("%(who)s said whose “%(subject)s” is"),
}
TURNS: dict[str, Text] = {
    Turn.US: _("%(who)s said of “%(subject)s”: our turn"),
    Turn.CLIENT: _("%(who)s said of “%(subject)s”: the client's turn"),
    Turn.THIRD_PARTY: _("%(who)s said of “%(subject)s”: somebody else's turn"),
    Turn.NOBODY: _("%(who)s said of “%(subject)s”: nobody's turn"),
}
Ids = Iterable[int]


def _of_members(ids: Ids, reader: Reader) -> Names:
    rows = Member.objects.filter(pk__in=ids).select_related("user")
    return {row.pk: row.name for row in rows}


def _of_talks(ids: Ids, reader: Reader) -> Names:
    rows = Conversation.objects.visible_to(reader).filter(pk__in=ids)
    return {pk: subject or f"#{number}" for pk, subject, number in
            rows.values_list("pk", "subject", "number")}  # fmt: skip


def _of_projects(ids: Ids, reader: Reader) -> Names:
    rows = Project.objects.visible_to(reader).filter(pk__in=ids)
    return dict(rows.values_list("pk", "name"))


def _of_tasks(ids: Ids, reader: Reader) -> Names:
    rows = with_names(Task.objects.visible_to(reader).filter(pk__in=ids))
    return {row.pk: f"{row.reference} {row.name}" for row in rows}


def _of_people(ids: Ids, reader: Reader) -> Names:
    rows = Participant.objects.filter(pk__in=ids)
    return {pk: name or email for pk, name, email in rows.values_list("pk", "name", "email")}


def _of_macros(ids: Ids, reader: Reader) -> Names:
    return dict(Macro.objects.filter(pk__in=ids).values_list("pk", "name"))


# Which fact of a verb `name` stands for, and who knows names of such.
NAMED: dict[str, str] = {
    verbs.CONVERSATION_ASSIGNED: "member", verbs.CONVERSATION_LINKED: "project",
    verbs.CONVERSATION_MERGED: "other", verbs.CONVERSATION_PARTED: "other",
    verbs.CONVERSATION_SPLIT: "other", verbs.CONVERSATIONS_TIED: "other",
    verbs.CONVERSATIONS_UNTIED: "other", verbs.CONVERSATION_TASK_TIED: "task",
    verbs.CONVERSATION_TASK_UNTIED: "task", verbs.PARTICIPANT_ADDED: "participant",
    verbs.PARTICIPANT_REMOVED: "participant", verbs.PARTICIPANT_CONFIRMED: "participant",
    verbs.MACRO_RUN: "macro", verbs.MACRO_UNDONE: "macro",
}  # fmt: skip
NAMERS: dict[str, Callable[[Ids, Reader], Names]] = {
    "member": _of_members, "other": _of_talks, "project": _of_projects, "task": _of_tasks,
    "participant": _of_people, "macro": _of_macros,
}  # fmt: skip


@tells(*SENTENCES, verbs.CONVERSATION_TURN_CHANGED)
def handling_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """Who did what with which; one question a kind of name. What it names and the reader may not
    see makes no line."""
    if reader.is_contact:
        return {}
    rows = Conversation.objects.visible_to(reader).select_related("workspace")
    talks = rows.in_bulk({event.subject_id for event in events})
    names, who = _names(events, reader), actors(events)
    unsent = _unsent(events)
    lines = {}
    for event in events:
        talk, sentence = talks.get(event.subject_id), _sentence(event, names)
        if talk is None or not sentence or event.pk in unsent:
            continue
        said = {
            "who": who.get((event.actor_kind, event.actor_id or 0)) or "Rapport",
            "subject": talk.subject or _("(no subject)"),
            "name": _name(event, names),
        }
        url = reverse("inbox.conversation", args=[talk.workspace.slug, talk.number])
        lines[event.pk] = Line(str(sentence) % said, url, _icon(event.verb))
    return lines


def _sentence(event: Event, names: Mapping[str, Names]) -> Text:
    """None where a name is missing without which it says nothing."""
    if event.verb == verbs.CONVERSATION_TURN_CHANGED:
        return TURNS.get(event.facts["turn"], "")
    if event.verb in NAMED and not _name(event, names):
        is_empty = event.facts.get(NAMED[event.verb]) is None
        return WITHOUT.get(event.verb, "") if is_empty else ""
    return SENTENCES[event.verb][0]


def _icon(verb: str) -> str:
    return SENTENCES[verb][1] if verb in SENTENCES else "turn"


def _name(event: Event, names: Mapping[str, Names]) -> str:
    fact = NAMED.get(event.verb, "")
    return names.get(fact, {}).get(event.facts.get(fact), "")


def _names(events: Sequence[Event], reader: Reader) -> Mapping[str, Names]:
    asked: dict[str, set[Any]] = {}
    for event in events:
        if fact := NAMED.get(event.verb):
            asked.setdefault(fact, set()).add(event.facts.get(fact))
    return {fact: NAMERS[fact](ids - {None}, reader) for fact, ids in asked.items()}


def _unsent(events: Sequence[Event]) -> set[int]:
    """Acknowledgements that were let go, because the mail server took them too late."""
    told = {one.subject_id: one.pk for one in events if one.verb == verbs.MESSAGE_ACKNOWLEDGED}
    late = Acknowledgement.objects.filter(conversation__in=told, outcome="late") if told else ()
    return {told[row.conversation_id] for row in late}
