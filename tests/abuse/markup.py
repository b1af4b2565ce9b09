"""Words that are markup, said in every text people write; and what of them became elements."""

from html.parser import HTMLParser

from django.db.models import Model

from rapport.cases.models import Case
from rapport.channels.models import Channel, Delivery, Handle
from rapport.chat.models import Visitor
from rapport.clients.models import Client, Contact
from rapport.delivery.models import Deliverable
from rapport.files.models import StoredFile
from rapport.inbox.models import Conversation, Message, Participant
from rapport.outreach.models import Question
from rapport.projects.models import Project, Task
from rapport.promises.models import Promise
from rapport.reports.models import StatusReport
from rapport.workspaces.models import Workspace

TEXTS: dict[type[Model], list[str]] = {
    Workspace: ["name"],
    Client: ["name", "industry", "objectives", "notes"],
    Contact: ["name", "phone", "job_title"],
    Project: ["name", "description"],
    Task: ["name", "description", "assignee_name"],
    Conversation: ["subject", "preview", "correspondent"],
    Participant: ["name"],
    Message: ["subject", "text", "html", "visible_text", "quoted_text", "from_name", "from_email"],
    StoredFile: ["name"],
    Case: ["cause", "cure"],
    Channel: ["name", "last_error"],
    Visitor: ["email", "origin"],
    Delivery: ["said"],
    Handle: ["name"],
    Promise: ["what"],
    Deliverable: ["name", "description"],
    Question: ["text", "why", "answer"],
    StatusReport: ["summary", "next_steps", "risks", "internal_risks", "internal_remarks"],
}
# It leaves an attribute, an element and a raw text, whichever it is in.
VECTOR = "\"'></title></textarea><b data-evil onclick=alert(1)>x</b><script data-evil>"


def say_everywhere(word: str) -> None:
    """Put the word into every text of the house that people write."""
    for model, names in TEXTS.items():
        fields = {name: model._meta.get_field(name).max_length or len(word) for name in names}
        model._base_manager.update(**{name: word[:most] for name, most in fields.items()})


def came_alive(page: str) -> list[str]:
    """The elements of the vector that a browser would make of this page."""
    reader = _Elements()
    reader.feed(page)
    return reader.evil


class _Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.evil: list[str] = []

    def handle_starttag(self, tag, attrs):
        if any(name in ("data-evil", "onclick") for name, _ in attrs):
            self.evil.append(self.get_starttag_text() or tag)
