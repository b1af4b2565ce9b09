"""Make and use the demo's one-time sign-ins."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from rapport.accounts.models import Member
from rapport.clients.models import Contact
from rapport.demo.models import DemoKey
from rapport.workspaces.models import Workspace


@transaction.atomic
def make(person: Member | Contact, *, at: datetime) -> str:
    """A key for this demo person; keys made before for them stop working."""
    workspace = Workspace.objects.get(pk=person.workspace_id, is_demo=True)
    who = {"member": person} if isinstance(person, Member) else {"contact": person}
    DemoKey.objects.filter(used_at=None, **who).update(used_at=at)
    key = secrets.token_urlsafe(18)
    DemoKey.objects.create(workspace=workspace, key_hash=_hash(key), made_at=at, **who)
    return key


def find(key: str) -> DemoKey | None:
    """The unused key, for the page that asks before it signs in."""
    rows = DemoKey.everywhere.select_related("member__user", "contact", "workspace")
    return rows.filter(key_hash=_hash(key), used_at=None, workspace__is_demo=True).first()


def use(row: DemoKey, *, at: datetime) -> bool:
    """Use a key up. False: somebody else was first."""
    return bool(DemoKey.everywhere.filter(pk=row.pk, used_at=None).update(used_at=at))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
