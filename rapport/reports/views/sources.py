"""Where the sentences of the internal version lead: to the records they rest on."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.delivery.models import Deliverable
from rapport.inbox.models import Conversation
from rapport.outreach.models import Question
from rapport.projects.models import Project, Task
from rapport.promises.models import Promise
from rapport.reports.facts import Citation, Fact
from rapport.reports.versions import Source, SourceOf

Where = Callable[[Project, str], tuple[str, dict[str, Any]]]

# A page by the kind of record; tasks and cases are named by their own references.
PAGES: dict[str, Where] = {
    "task": lambda project, n: ("projects.task", {"key": project.key, "number": n}),
    "conversation": lambda project, n: ("inbox.conversation", {"number": n}),
    "promise": lambda project, n: ("promises.promise", {"number": n}),
    "deliverable": lambda project, n: ("delivery.deliverable", {"number": n}),
    "question": lambda project, n: ("outreach.of_project", {"key": project.key}),
}
LABELS: dict[str, str | Lazy] = {
    "promise": gettext_lazy("promise %(n)s"),
    "deliverable": gettext_lazy("deliverable %(n)s"),
    "question": gettext_lazy("question %(n)s"),
}


MODELS: dict[str, Any] = {
    "task": Task,
    "conversation": Conversation,
    "promise": Promise,
    "deliverable": Deliverable,
    "question": Question,
}


def sources_of(project: Project, slug: str, facts: Sequence[Fact]) -> SourceOf:
    """How to link the citations of these facts; what lies in the bin is named and leads nowhere."""
    binned = _binned(project, {cite for fact in facts for cite in fact.cites})

    def source_of(cite: Citation) -> Source:
        name, where = PAGES[cite.kind](project, cite.number)
        known = LABELS.get(cite.kind)
        label = str(known) % {"n": cite.number} if known else cite.label
        if (cite.kind, cite.number) in binned:
            return Source(_("%(what)s (in the bin)") % {"what": label}, "")
        return Source(label, reverse(name, kwargs={"slug": slug, **where}))

    return source_of


def _binned(project: Project, cites: Iterable[Citation]) -> set[tuple[str, str]]:
    """Kind and number of those that went to the bin since."""
    numbers: dict[str, set[str]] = {}
    for cite in cites:
        numbers.setdefault(cite.kind, set()).add(cite.number)
    found = set()
    for kind, wanted in numbers.items():
        rows = MODELS[kind].objects.filter(number__in=wanted, binned_at__isnull=False)
        if kind == "task":
            rows = rows.filter(project=project)
        found |= {(kind, str(number)) for number in rows.values_list("number", flat=True)}
    return found
