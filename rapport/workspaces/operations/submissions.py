"""Take a form once: a browser sends again what it got no answer to."""

import hashlib
import json
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from rapport.lib.refusal import Refused
from rapport.workspaces.models import Submission

KEPT = timedelta(days=7)


class DoneAlready(Refused):
    """This very form was taken before; what it asked for is done."""


def digest_of(key: str, *content: object) -> str:
    """What tells one submission from another: the form's key and all that stood in it.

    Somebody who goes back to an old page and writes something else means a second one. A form
    without a key has no digest, and is taken each time.
    """
    if not key:
        return ""
    return hashlib.sha256(json.dumps([key, *content], default=str).encode()).hexdigest()


def take(workspace_id: int, *, digest: str, at: datetime) -> None:
    """Note it, in the transaction of what it asks for; the second time is refused."""
    if not digest:
        return
    try:
        with transaction.atomic():
            Submission.objects.create(workspace_id=workspace_id, digest=digest, made_at=at)
    except IntegrityError:
        raise DoneAlready(_("This was taken already.")) from None


def forget(*, at: datetime) -> None:
    """Let go of old fingerprints of the open workspace."""
    Submission.objects.filter(made_at__lt=at - KEPT).delete()
