"""The sentences about cases in a client's story."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rapport.cases import events as verbs
from rapport.cases.models import Breach, Case
from rapport.cases.models.complaint import Severity
from rapport.clients.timeline import Line, actors, tells
from rapport.events.models import Event
from rapport.lib.priority import Priority
from rapport.lib.reader import Reader

SENTENCES = {
    verbs.OPENED: (_("%(kind)s opened: %(subject)s"), "warn"),
    verbs.CLOSED: (_("Solved: %(subject)s"), "good"),
    verbs.REOPENED: (_("Open again: %(subject)s"), "warn"),
    verbs.TARGET_MISSED: (_("Target missed: %(subject)s"), "bad"),
}


@tells(*SENTENCES)
def case_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """What went wrong, and when it was right again."""
    ids = {event.subject_id for event in events}
    rows = Case.objects.visible_to(reader).live().filter(pk__in=ids)
    cases = {case.pk: case for case in rows.select_related("conversation", "workspace", "client")}
    lines = {}
    for event in events:
        case = cases.get(event.subject_id)
        if case is not None:
            sentence, tone = SENTENCES[event.verb]
            words = {"kind": case.get_kind_display(), "subject": case.conversation.subject}
            url = reverse("cases.case", args=[case.workspace.slug, case.number])
            quote = case.cure if event.verb == verbs.CLOSED else ""
            lines[event.pk] = Line(sentence % words, url, "case", tone, quote)
    return lines


COURSE = {
    verbs.CHANGED: _("%(who)s changed “%(subject)s”: %(kind)s, %(priority)s"),
    verbs.GATHERED: _("%(who)s put “%(subject)s” to the problem #%(problem)s"),
    verbs.ACKNOWLEDGED: _("%(who)s told them that we have it: %(subject)s"),
    verbs.COMPLAINT_SAID: _("%(who)s said how bad “%(subject)s” is: %(severity)s"),
    verbs.BREACH_EXPLAINED: _("%(who)s said why a target was missed: %(subject)s"),
}
AFTER_ALL = {
    verbs.GATHERED: _("%(who)s took “%(subject)s” away from its problem"),
    verbs.ACKNOWLEDGED: _("They were not told after all that we have it: %(subject)s"),
}


@tells(*COURSE)
def course_lines(events: Sequence[Event], reader: Reader) -> Mapping[int, Line]:
    """What became of a case on its way: for us alone."""
    if reader.is_contact:
        return {}
    rows = Case.objects.visible_to(reader).live().select_related("conversation", "workspace")
    cases = rows.in_bulk({event.subject_id for event in events})
    who, why = actors(events), _reasons(events)
    lines = {}
    for event in events:
        if case := cases.get(event.subject_id):
            said = _course_words(event.facts) | {
                "who": who.get((event.actor_kind, event.actor_id or 0)) or "Rapport",
                "subject": case.conversation.subject,
            }
            url = reverse("cases.case", args=[case.workspace.slug, case.number])
            quote = why.get(event.facts.get("breach"), "")
            lines[event.pk] = Line(_course(event) % said, url, "case", "", quote)
    return lines


def _course(event: Event) -> str:
    gone = event.facts.get("taken_back") or event.facts.get("problem", True) is None
    return str((AFTER_ALL if gone else COURSE)[event.verb])


def _course_words(facts: Mapping[str, Any]) -> dict[str, str]:
    """Codes in words, as far as there are any."""
    return {
        "kind": str(Case.Kind(facts["kind"]).label) if "kind" in facts else "",
        "priority": str(Priority(facts["priority"]).label) if "priority" in facts else "",
        "severity": str(Severity(facts["severity"]).label) if "severity" in facts else "",
        "problem": str(facts.get("problem_number")),
    }


def _reasons(events: Sequence[Event]) -> dict[Any, str]:
    asked = {event.facts["breach"] for event in events if "breach" in event.facts}
    return dict(Breach.objects.filter(pk__in=asked).values_list("pk", "reason")) if asked else {}
