"""Tell a contact by mail what we need from them: what was asked within ten minutes, in one mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse

from rapport.accounts import letters
from rapport.clients.models import Contact
from rapport.clients.operations import sign_in
from rapport.delivery.models import Deliverable
from rapport.outreach.models import Question, RequestMail

TEMPLATE = "portal/mail/requests.txt"
LINK_LIVES = timedelta(days=7)
# What was asked longer ago is told no more by this mail: a worker that stood still, or a story
# told afterwards.
NEWS = timedelta(days=2)
REMEMBERED = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is wanted: how we remember it, what it says, where it is done."""

    name: str
    title: str
    is_approval: bool
    path: str


@transaction.atomic
def send_pending(contact: Contact, *, at: datetime) -> RequestMail | None:
    """One mail with everything new, or none. The link signs in after a click, and leads to the
    one thing, or to the list of several."""
    # Locked, so that two workers do not both tell the same.
    Contact.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    items = _new_items(contact, at)
    if not items:
        return None
    mail: RequestMail = RequestMail.objects.create(
        workspace=contact.workspace,
        contact=contact,
        items=[item.name for item in items],
        sent_at=at,
    )
    home = reverse("portal.home", args=[contact.workspace.slug])
    path = items[0].path if len(items) == 1 else home
    token = sign_in.cut_key(contact, next_path=path, lives=LINK_LIVES, at=at)
    letters.send(
        letters.write(
            TEMPLATE,
            to=contact.email,
            language=contact.language,
            name=contact.name,
            workspace=contact.workspace.name,
            items=items,
            count=len(items),
            link=letters.link(sign_in.path_of(contact, token)),
        )
    )
    return mail


def _new_items(contact: Contact, at: datetime) -> list[Item]:
    told: set[str] = set()
    for names in RequestMail.objects.filter(
        contact=contact, sent_at__gt=at - REMEMBERED
    ).values_list("items", flat=True):
        told |= set(names)
    found = [*_approvals(contact, at), *_questions(contact, at)]
    return [item for item in found if item.name not in told]


def _approvals(contact: Contact, at: datetime) -> Iterable[Item]:
    rows = Deliverable.objects.visible_to(contact.reader).with_client()
    slug = contact.workspace.slug
    for row in rows.filter(contact=contact, submitted_at__gt=at - NEWS).order_by("number"):
        path = reverse("portal.deliverable", args=[slug, row.number])
        yield Item(f"deliverable:{row.number}:{row.version}", row.name, True, path)


def _questions(contact: Contact, at: datetime) -> Iterable[Item]:
    rows = Question.objects.visible_to(contact.reader).open()
    slug = contact.workspace.slug
    for row in rows.filter(asked_at__gt=at - NEWS).order_by("number"):
        path = reverse("portal.question", args=[slug, row.number])
        yield Item(f"question:{row.number}", row.text, False, path)
