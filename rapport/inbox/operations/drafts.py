"""What somebody has begun to write: kept as they type, never overwritten unseen."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.inbox.models import Conversation, Draft, Message
from rapport.lib.refusal import Refused


class Conflict(Refused):
    """The draft was saved elsewhere since it was loaded here."""


@dataclass(frozen=True, slots=True)
class Words:
    """A draft as the composer sends it."""

    body: str
    kind: str = Message.Kind.OUT
    to: tuple[tuple[str, str], ...] = ()
    cc: tuple[tuple[str, str], ...] = ()
    subject: str = ""
    file_tokens: tuple[str, ...] = field(default=())
    # The last message there was when it was begun.
    after: int | None = None

    @property
    def are_none(self) -> bool:
        """Whether nothing was begun."""
        return not any((self.body, self.subject, self.to, self.cc, self.file_tokens))


@transaction.atomic
def save(
    conversation: Conversation | None,
    *,
    words: Words,
    revision: int,
    by: Member,
    at: datetime,
) -> int:
    """Keep the draft and give its new revision, 0 where nothing was begun.

    Who names an older revision is refused, unless the text is the same; so is who names one that
    has been sent meanwhile.
    """
    here = Draft.objects.filter(member=by, conversation=conversation)
    if revision and not here.exists():
        raise Conflict(_("This was sent in the meantime."))
    if words.are_none and not here.exists():
        return 0
    draft, made = Draft.objects.get_or_create(
        member=by,
        conversation=conversation,
        defaults={
            "workspace_id": by.workspace_id,
            "saved_at": at,
            "revision": 1,
            **_columns(words),
        },  # fmt: skip
    )
    if made:
        return 1
    if draft.discarded_at:
        revision = draft.revision
    if draft.body == words.body and draft.revision != revision:
        return int(draft.revision)
    same = Draft.objects.filter(pk=draft.pk, revision=revision)
    if not same.update(
        revision=F("revision") + 1, saved_at=at, discarded_at=None, **_columns(words)
    ):  # fmt: skip
        raise Conflict(_("You have written something else here in another window."))
    return revision + 1


@transaction.atomic
def add(conversation: Conversation, *, text: str, by: Member, at: datetime) -> None:
    """Put a proposed sentence under what somebody has begun to answer; once is enough. What was
    begun as a note stays one."""
    begun = Draft.objects.begun_by(by, conversation)
    if begun is None:
        Draft.objects.update_or_create(
            member=by,
            conversation=conversation,
            defaults={
                "workspace_id": by.workspace_id, "saved_at": at, "discarded_at": None,
                "revision": 1, **_columns(Words(text)),
            },
        )  # fmt: skip
    elif text not in begun.body:
        body = f"{begun.body.rstrip()}\n\n{text}".lstrip()
        Draft.objects.filter(pk=begun.pk).update(
            body=body, revision=F("revision") + 1, saved_at=at
        )  # fmt: skip


def discard(conversation: Conversation | None, *, by: Member, at: datetime) -> None:
    """Throw away what was begun; it can be had back until something else is written here."""
    Draft.objects.filter(member=by, conversation=conversation, discarded_at=None).update(
        discarded_at=at
    )


def bring_back(conversation: Conversation | None, *, by: Member) -> None:
    """Have back what was thrown away."""
    Draft.objects.filter(member=by, conversation=conversation).update(discarded_at=None)


def _columns(words: Words) -> dict[str, object]:
    ground = {} if words.after is None else {"begun_after": words.after}
    return ground | {
        "body": words.body, "kind": words.kind, "subject": words.subject[:500],
        "to": [list(person) for person in words.to],
        "cc": [list(person) for person in words.cc],
        "file_tokens": list(words.file_tokens),
    }  # fmt: skip
