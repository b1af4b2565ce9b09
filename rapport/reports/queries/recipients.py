"""To whom a draft will probably go: proposed, and chosen by a person."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.clients.models import Contact
from rapport.delivery.models import Deliverable
from rapport.inbox.models import Participant
from rapport.outreach.models import Question
from rapport.reports.models import ReportRecipient, StatusReport


@dataclass(frozen=True, slots=True)
class Proposed:
    """Ids of contacts, and the reason in words."""

    people: Collection[int]
    why: str | Promise = ""


def proposed(report: StatusReport, contacts: Collection[Contact]) -> Proposed:
    """Whoever got the last report of this project; else who takes part in it; else everybody."""
    known = {contact.pk for contact in contacts}
    if last := known & _of_last(report):
        return Proposed(last, _("Ticked as in the last report."))
    if parts := known & _taking_part(report):
        return Proposed(parts, _("Ticked: who takes part in this project."))
    return Proposed(known)


def _of_last(report: StatusReport) -> set[int]:
    sent = StatusReport.objects.live().filter(project=report.project_id).exclude(sent_at=None)
    last = sent.order_by("-sent_at", "-number").first()
    if last is None:
        return set()
    return set(ReportRecipient.objects.filter(report=last).values_list("contact", flat=True))


def _taking_part(report: StatusReport) -> set[int]:
    project = report.project_id
    speaking = Participant.objects.filter(conversation__project=project, is_verified=True)
    # Whoever is only talked to on the side gets no report.
    speaking = speaking.filter(conversation__is_side=False)
    deciding = Deliverable.objects.live().filter(project=project)
    asked = Question.objects.live().filter(project=project)
    found: set[int] = set()
    for rows in (speaking, deciding, asked):
        found.update(rows.exclude(contact=None).values_list("contact", flat=True))
    return found
