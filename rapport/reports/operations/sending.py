"""Send a report: freeze it, make each contact's PDF, and queue the mails, in one transaction."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.clients.models import Contact
from rapport.events.operations.stream import publish
from rapport.files import disk
from rapport.files.models import StoredFile
from rapport.files.operations import files
from rapport.lib.refusal import Refused
from rapport.reports import events, pdf
from rapport.reports.facts import Fact, to_json
from rapport.reports.models import ReportRecipient, StatusReport
from rapport.reports.operations.writing import AlreadySent
from rapport.reports.versions import for_contact

GENESIS = "0" * 64


class NobodyToSendTo(Refused):
    """No contact was chosen, or one that belongs to another client."""


@transaction.atomic
def send(
    report: StatusReport, *, facts: Sequence[Fact], to: Sequence[Contact], by: Member, at: datetime
) -> None:
    """Freeze the report and mail it to these contacts, each in their language and detail.

    A report is sent once: a second call is refused, whoever was first.
    """
    _check(report, to)
    _freeze(report, facts, at)
    for contact in to:
        _send_to(contact, report, facts, by, at)
    publish(
        events.SENT,
        subject=report,
        by=by,
        at=at,
        facts={
            "number": report.number,
            "contacts": [contact.pk for contact in to],
            "hash": report.hash,
        },
    )


def _check(report: StatusReport, to: Sequence[Contact]) -> None:
    if not to:
        raise NobodyToSendTo(_("Choose at least one person to send it to."))
    if any(contact.client_id != report.client_id for contact in to):
        raise NobodyToSendTo(_("One of them belongs to another client. Nothing was sent."))


def _freeze(report: StatusReport, facts: Sequence[Fact], at: datetime) -> None:
    rows = StatusReport.objects.filter(project=report.project_id).exclude(sent_at=None)
    last = rows.order_by("-sent_at", "-number").first()
    previous = last.hash if last else GENESIS
    snapshot = snapshot_of(report, facts)
    frozen = StatusReport.objects.filter(pk=report.pk, sent_at=None).update(
        snapshot=snapshot, previous_hash=previous, hash=digest(previous, snapshot), sent_at=at
    )
    if not frozen:
        raise AlreadySent(_("This report was sent already."))
    report.refresh_from_db()


def snapshot_of(report: StatusReport, facts: Sequence[Fact]) -> dict[str, object]:
    """All that the report says, as plain JSON."""
    return {
        "number": report.number,
        "since": report.since.isoformat(),
        "until": report.until.isoformat(),
        "summary": report.summary,
        "next_steps": report.next_steps,
        "internal_remarks": report.internal_remarks,
        "facts": to_json(facts),
    }


def digest(previous: str, snapshot: object) -> str:
    """SHA-256 over the hash of the report before and the snapshot in canonical JSON."""
    text = json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"{previous}{text}".encode()).hexdigest()


def _send_to(
    contact: Contact, report: StatusReport, facts: Sequence[Fact], by: Member, at: datetime
) -> None:
    with translation.override(contact.language):
        sections = for_contact(facts, contact)
        page = pdf.Page.of(report, contact, sections)
        stored = files.store(
            report.workspace,
            name=pdf.name_of(report),
            content=pdf.render(page),
            content_type="application/pdf",
            by=by,
            at=at,
        )
        ReportRecipient.objects.create(
            workspace=report.workspace,
            report=report,
            contact=contact,
            pdf=stored,
            language=contact.language,
            detail=contact.detail,
        )
        _mail(contact, page, stored, by)


def _mail(contact: Contact, page: pdf.Page, stored: StoredFile, by: Member) -> None:
    home = reverse("portal.home", kwargs={"slug": contact.workspace.slug})
    context = {"page": page, "contact": contact, "by": by, "url": settings.PUBLIC_URL + home}
    mail = EmailMultiAlternatives(
        subject=page.title,
        body=render_to_string("reports/mail/report.txt", context),
        to=[contact.email],
    )
    mail.attach(stored.name, disk.read(stored), "application/pdf")
    mail.send()
