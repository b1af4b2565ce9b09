"""Deliverables refused or waiting, and questions without an answer."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _

from rapport.delivery.models import Deliverable
from rapport.lib.felt import Felt
from rapport.outreach.models import Question
from rapport.today.queries.need import Desk, Need
from rapport.ui import words
from rapport.workspaces.visible import VisibleTo

PATIENCE = timedelta(days=3)
MOST = 30

_UNANSWERED = VisibleTo(
    lambda reader, today: (
        Question.objects.visible_to(reader)
        .open()
        .filter(needed_by__lte=today)
        .select_related("client", "contact", "project")
        .order_by("needed_by")[:MOST]
    )
)


def needs(desk: Desk) -> Iterator[Need]:
    """What the client refused, has had for days, or was asked and did not answer in time."""
    yield from _deliverables(desk)
    yield from _questions(desk)


def _deliverables(desk: Desk) -> Iterator[Need]:
    waiting = [row for row in desk.sign_offs if row.state != Deliverable.State.APPROVED]
    for row in waiting[:MOST]:
        refused = row.state == Deliverable.State.REFUSED
        is_due = row.due_on is not None and row.due_on <= localdate(desk.at)
        if not refused and not is_due and desk.at - row.turn_since < PATIENCE:
            continue
        if desk.is_mine(row.project.lead_id):
            yield _deliverable(row, desk, refused=refused)


def _deliverable(row: Deliverable, desk: Desk, *, refused: bool) -> Need:
    since = words.distance(row.turn_since, desk.at)
    values = {"client": row.project.client, "name": row.name, "version": row.version}
    title = _("Refused: %(name)s v%(version)s") if refused else _("Sign-off pending: %(name)s")
    why = _("%(client)s refused it %(since)s") if refused else _("%(client)s got it %(since)s")
    return Need(
        felt=Felt.REFUSED if refused else Felt.SIGN_OFF_PENDING,
        since=row.turn_since,
        title=title % values,
        why=why % {**values, "since": since},
        action=_("See why") if refused else _("Look"),
        url=reverse("delivery.deliverable", kwargs={"slug": desk.slug, "number": row.number}),
    )


def _questions(desk: Desk) -> Iterator[Need]:
    today = localdate(desk.at)
    for row in _UNANSWERED(desk.reader, today):
        if row.needed_by is None or not desk.is_mine(row.asked_by_id):
            continue
        yield Need(
            felt=Felt.ANSWER_PENDING,
            since=datetime.combine(row.needed_by, time(9), get_current_timezone()),
            title=_("No answer yet: %(text)s") % {"text": row.text},
            why=_("%(who)s, %(client)s · asked %(since)s")
            % {
                "who": row.contact.name,
                "client": row.client,
                "since": words.distance(row.asked_at, desk.at),
            },
            action=_("Look"),
            url=_to_question(row, desk.slug),
        )


def _to_question(row: Question, slug: str) -> str:
    if row.project:
        return reverse("outreach.of_project", kwargs={"slug": slug, "key": row.project.key})
    return reverse("clients.client", kwargs={"slug": slug, "key": row.client.key})
