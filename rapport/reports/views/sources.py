"""Where the sentences of the internal version lead: to the records they rest on."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.projects.models import Project
from rapport.reports.facts import Citation
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
LABELS: dict[str, str | Promise] = {
    "promise": _("promise %(n)s"),
    "deliverable": _("deliverable %(n)s"),
    "question": _("question %(n)s"),
}


def sources_of(project: Project, slug: str) -> SourceOf:
    """How to link the citations of a report of this project."""

    def source_of(cite: Citation) -> Source:
        name, where = PAGES[cite.kind](project, cite.number)
        known = LABELS.get(cite.kind)
        label = str(known) % {"n": cite.number} if known else cite.label
        return Source(label, reverse(name, kwargs={"slug": slug, **where}))

    return source_of
