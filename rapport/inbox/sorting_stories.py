"""The sentences about how conversations are sorted, in a client's story: for us alone."""

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.clients.timeline import Line, tells
from rapport.events.models import Event
from rapport.inbox import events as verbs
from rapport.inbox.models import Conversation, CustomField, Label
from rapport.lib.priority import Priority
from rapport.lib.reader import Reader

LABELLED = (verbs.CONVERSATION_LABELLED, verbs.CONVERSATION_UNLABELLED)
Names = Mapping[int, str]


@tells(*LABELLED, verbs.CONVERSATION_PRIORITISED, verbs.CONVERSATION_FIELD_SET)
def sorting_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """Who put what on which; a fixed number of questions, however many there are."""
    ids = {event.subject_id for event in events}
    rows = Conversation.objects.visible_to(reader).filter(pk__in=ids).select_related("workspace")
    talks = {talk.pk: talk for talk in rows}
    actors = {event.actor_id for event in events}
    people = Member.objects.filter(pk__in=actors).select_related("user")
    names = {member.pk: member.name for member in people}
    words = _names(Label, {event.facts.get("label") for event in events})
    fields = _names(CustomField, {event.facts.get("field") for event in events})
    lines = {}
    for event in events:
        if talk := talks.get(event.subject_id):
            who = names.get(event.actor_id or 0) or _("Rapport")
            said = _said(event, who, talk.subject or _("(no subject)"), words, fields)
            url = reverse("inbox.conversation", args=[talk.workspace.slug, talk.number])
            lines[event.pk] = Line(said, url, "tag", "", "")
    return lines


def _said(event: Event, who: str, subject: str, labels: Names, fields: Names) -> str:
    facts = {"who": who, "subject": subject}
    if event.verb == verbs.CONVERSATION_PRIORITISED:
        facts["priority"] = str(Priority(event.facts["priority"]).label)
        return _("%(who)s set the priority of “%(subject)s”: %(priority)s") % facts
    if event.verb == verbs.CONVERSATION_FIELD_SET:
        facts["name"] = fields.get(event.facts["field"]) or _("a field")
        return _("%(who)s filled in “%(name)s” of “%(subject)s”") % facts
    facts["name"] = labels.get(event.facts["label"]) or _("a label")
    if event.verb == verbs.CONVERSATION_LABELLED:
        return _("%(who)s labelled “%(subject)s”: %(name)s") % facts
    return _("%(who)s took “%(name)s” off “%(subject)s”") % facts


def _names(model: type[Label] | type[CustomField], ids: set[int | None]) -> Names:
    return dict(model.objects.filter(pk__in=ids - {None}).values_list("pk", "name"))
