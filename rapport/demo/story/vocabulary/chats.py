"""The chat of the studio's site and of its portal: who comes, what is said."""

import json

from django.core.files.uploadedfile import SimpleUploadedFile

from rapport.chat.models import Visitor, Widget
from rapport.chat.operations import saying, uploads, visits, widgets
from rapport.chat.operations.identity import Proof
from rapport.clients.models import Contact
from rapport.demo.story.stage import Stage
from rapport.engine.mail.threads import Shown
from rapport.inbox.models import Conversation

SITE = "https://www.fernhill.example"


def open_chat(stage: Stage, name: str, greetings: dict[str, str]) -> Widget:
    """The window in the corner of the studio's site, and for clients in their portal."""
    by = stage.staff["priya"]
    widget = widgets.blank(by)
    widget.languages, widget.greetings = ["en", "de", "fr"], greetings
    widget.origins, widget.is_in_portal = [SITE], True
    widgets.save(widget, name=name, by=by, at=stage.at)
    return widget


def come(stage: Stage, widget: Widget, contact: Contact | None = None) -> Visitor:
    """Somebody opens the chat: from the portal as who they are, from the site as nobody."""
    proof = (
        Proof(Shown.PORTAL, contact.email.lower(), contact.name, contact) if contact else Proof()
    )
    zone, language = str(stage.calendar.zone), contact.language if contact else "en"
    came = visits.Arrival(language, zone, "" if contact else SITE, proof)
    visitor, _token = visits.begin(widget, came, at=stage.at)
    return visitor


def introduce(stage: Stage, visitor: Visitor, name: str, email: str) -> None:
    """They say who they are; nobody proves it."""
    visits.introduce(visitor, name=name, email=email, at=stage.at)


def say(
    stage: Stage, visitor: Visitor, text: str, *, file: tuple[str, bytes] | None = None
) -> Conversation:
    """They write, perhaps with a file; under ids as their browser makes them."""
    key, keys = f"{stage.random.getrandbits(64):016x}", []
    if file is not None:
        keys = [f"{stage.random.getrandbits(64):016x}"]
        uploads.take_in(visitor, SimpleUploadedFile(*file), key=keys[0], at=stage.at)
    body = json.dumps({"id": key, "text": text, "files": keys}).encode()
    brought = uploads.named(visitor, keys)
    delivery = saying.say(visitor, body, key=key, at=stage.at, files=brought)
    stage.settle()
    talk: Conversation = Conversation.objects.get(messages__arrival__delivery=delivery)
    return talk


def leave(stage: Stage, visitor: Visitor) -> None:
    """They read what was said, and close the page."""
    visits.read(visitor, until=stage.at, at=stage.at)
    visits.leave(visitor, at=stage.at)
