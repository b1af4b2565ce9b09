"""Letters the system writes to one person: written in their language, shown before they go."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it will arrive. `reply_to` is the person on whose behalf it goes."""

    to: str
    subject: str
    text: str
    language: str
    reply_to: str = ""


def write(template: str, *, to: str, language: str, reply_to: str = "", **facts: Any) -> Letter:
    """Fill a template (its partials `subject` and `text`) in the reader's language."""
    with translation.override(language):
        subject = render_to_string(f"{template}#subject", facts)
        text = render_to_string(f"{template}#text", facts)
    return Letter(to, " ".join(subject.split()), text.strip() + "\n", language, reply_to)


class KeyMail(EmailMessage):
    """A mail with a link or code that lets its reader in; the outbox keeps none of it."""


def send(letter: Letter) -> None:
    """Hand a letter to the outbox, in the caller's transaction."""
    KeyMail(
        subject=letter.subject,
        body=letter.text,
        to=[letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={"Auto-Submitted": "auto-generated", "Content-Language": letter.language},
    ).send()


# Asked for addresses, it answers why a letter to them has not left.
Outbox = Callable[[Collection[str]], Mapping[str, str]]
_outboxes: list[Outbox] = []


def keep_in(outbox: Outbox) -> None:
    """Say which outbox the letters go through; that stands above."""
    _outboxes.append(outbox)


def unsent(addresses: Collection[str]) -> dict[str, str]:
    """Of these addresses those whose letter has not left, and why, in the open workspace."""
    found: dict[str, str] = {}
    for outbox in _outboxes:
        found |= outbox(addresses)
    return found


def link(path: str) -> str:
    """A link from the configured origin, never from a request's Host header."""
    return f"{settings.PUBLIC_URL}{path}"
