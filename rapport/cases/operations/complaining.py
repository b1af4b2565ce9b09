"""A complaint: how bad it is, who says sorry, how it is made good, and that we have it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.cases import events
from rapport.cases.models import Case, Complaint, Severity
from rapport.cases.operations import clock, missing
from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused


class Answered(Refused):
    """Too late to take the acknowledgement back."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is known of a complaint."""

    severity: int = Severity.SERIOUS
    apology_by: Member | None = None
    redress: str = ""


def known_of(complaint: Complaint | None) -> Said:
    """What was said of it so far."""
    if complaint is None:
        return Said()
    return Said(complaint.severity, complaint.apology_by, complaint.redress)


@transaction.atomic
def say(case: Case, said: Said, *, by: Acts, at: datetime) -> None:
    """Note how bad it is, who apologises, and how we make it good. What is the same is not told."""
    known = Complaint.objects.filter(case=case).first()
    was = known_of(known)
    if said == was and known is not None:
        return
    Complaint.objects.update_or_create(
        case=case,
        defaults={
            "workspace": case.workspace, "severity": said.severity,
            "apology_by": said.apology_by, "redress": said.redress.strip(),
        },
    )  # fmt: skip
    facts = {
        "number": case.number, "severity": int(said.severity), "was_severity": int(was.severity),
        "apology_by": said.apology_by.pk if said.apology_by else None,
    }  # fmt: skip
    publish(events.COMPLAINT_SAID, subject=case, by=by, at=at, facts=facts)


@transaction.atomic
def acknowledge(case: Case, *, by: Member, at: datetime) -> None:
    """We told them, by telephone perhaps, that we have it. An answer says it too."""
    clock.catch_up(case)
    missing.note_passed(case, at=at)
    case.acknowledged_at = at
    clock.aim(case)
    waiting = Case.objects.open().filter(
        pk=case.pk, acknowledged_at=None, acknowledge_from__isnull=False
    )
    if not waiting.update(**clock.values(case, ("acknowledged_at", *clock.DUES))):
        return
    Complaint.objects.update_or_create(
        case=case, defaults={"workspace": case.workspace, "acknowledged_by": by}
    )
    facts = {"number": case.number, "minutes": clock.worked_minutes(case, at=at)}
    publish(events.ACKNOWLEDGED, subject=case, by=by, at=at, facts=facts)


@transaction.atomic
def take_back(case: Case, *, by: Member, at: datetime) -> None:
    """They were not told after all. Once an answer to it went out this is refused."""
    clock.catch_up(case)
    since = case.acknowledge_from
    if since is not None and case.word_at is not None and case.word_at >= since:
        raise Answered(_("They have an answer by now, which says it as well."))
    mine = Complaint.objects.filter(case=case, acknowledged_by__isnull=False)
    if not mine.update(acknowledged_by=None):
        return
    case.acknowledged_at = None
    clock.aim(case)
    Case.objects.filter(pk=case.pk).update(**clock.values(case, ("acknowledged_at", *clock.DUES)))
    facts = {"number": case.number, "taken_back": True}
    publish(events.ACKNOWLEDGED, subject=case, by=by, at=at, facts=facts)
