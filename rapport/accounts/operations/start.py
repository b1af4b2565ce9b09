"""Begin: the first workspace and its owner."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts import events
from rapport.accounts.models import Member
from rapport.accounts.operations import members
from rapport.accounts.operations.members import Person
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.lib.roles import Role
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace

SLUG = re.compile(r"[^a-z0-9]+")


class AlreadyStarted(Refused):
    """There is a workspace: from here on people come by invitation."""


@dataclass(frozen=True, slots=True)
class Company:
    """The company that will use Rapport."""

    name: str
    slug: str = ""
    time_zone: str = "UTC"
    language: str = "en"
    currency: str = "EUR"
    is_demo: bool = False


def has_begun() -> bool:
    """Whether there is a workspace besides the demo."""
    return Workspace.objects.filter(is_demo=False).exists()


@transaction.atomic
def begin(company: Company, *, owner: Person, at: datetime) -> Member:
    """The set-up page's act: found the first workspace; refused once there is one."""
    if has_begun():
        raise AlreadyStarted(_("Rapport is set up already. Ask an owner to invite you."))
    return found(company, owner=owner, at=at)


@transaction.atomic
def found(company: Company, *, owner: Person, at: datetime) -> Member:
    """Make a workspace and its owner, who must be a new user."""
    workspace = Workspace.objects.create(
        name=company.name,
        slug=_free_slug(company.slug or company.name),
        time_zone=company.time_zone,
        language=company.language,
        currency=company.currency,
        is_demo=company.is_demo,
        created_at=at,
    )
    with open_workspace(workspace.pk):
        member = members.add(workspace, person=owner, role=Role.OWNER, at=at)
        publish(events.WORKSPACE_FOUNDED, subject=workspace, by=member, at=at)
    return member


def _free_slug(wish: str) -> str:
    slug = SLUG.sub("-", wish.lower()).strip("-")[:32].strip("-") or "company"
    taken = set(Workspace.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number = 2
    free = slug
    while free in taken:
        free, number = f"{slug}-{number}", number + 1
    return free
