"""What is searchable: how each kind of record is put into words, and where it leads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rapport.clients.models import Client, Contact
from rapport.inbox.models import Message
from rapport.projects.models import Programme, Project, Task
from rapport.search.models import SearchDocument

Kind = SearchDocument.Kind
LONGEST_BODY = 200_000


@dataclass(frozen=True, slots=True)
class Text:
    """A record in words."""

    title: str
    body: str
    client_id: int | None
    project_id: int | None


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of record. `related` is fetched along, for words and for links; `shown` is all
    that a link and a note read. A guest knows the body, or the title alone."""

    model: type[models.Model]
    label: str | Promise
    icon: str
    related: tuple[str, ...]
    shown: tuple[str, ...]
    describe: Callable[[Any], Text]
    link: Callable[[str, Any], str]
    note: Callable[[Any], str]
    is_note: Callable[[Any], bool] = lambda row: False
    guests_know_body: bool = True


def _client(row: Client) -> Text:
    return Text(f"{row.name} {row.key}", f"{row.industry}\n{row.objectives}", row.pk, None)


def _contact(row: Contact) -> Text:
    return Text(row.name, f"{row.email}\n{row.job_title}\n{row.client.name}", row.client_id, None)


def _project(row: Project) -> Text:
    return Text(
        f"{row.name} {row.key}", f"{row.client.name}\n{row.description}", row.client_id, row.pk
    )


def _programme(row: Programme) -> Text:
    return Text(row.name, row.description, None, None)


def _task(row: Task) -> Text:
    title = f"{row.name} {row.reference} {row.project.key} {row.number}"
    return Text(title, row.description, row.project.client_id, row.project_id)


def _message(row: Message) -> Text:
    talk = row.conversation
    body = f"{row.from_name} {row.from_email}\n{row.visible_text or row.text}"
    return Text(talk.subject, body[:LONGEST_BODY], talk.client_id, talk.project_id)


def _message_note(row: Message) -> str:
    whose = str(row.conversation.client or row.from_email)
    return f"{gettext('sender not proved')} · {whose}" if row.is_suspicious else whose


def _to_client(slug: str, row: Client) -> str:
    return reverse("clients.client", kwargs={"slug": slug, "key": row.key})


def _to_contact(slug: str, row: Contact) -> str:
    return reverse("clients.contact", kwargs={"slug": slug, "key": row.client.key, "pk": row.pk})


def _to_project(slug: str, row: Project) -> str:
    return reverse("projects.project", kwargs={"slug": slug, "key": row.key})


def _to_programme(slug: str, row: Programme) -> str:
    return reverse("roadmap.programme", kwargs={"slug": slug, "number": row.number})


def _to_task(slug: str, row: Task) -> str:
    where = {"slug": slug, "key": row.project.key, "number": row.number}
    return reverse("projects.task", kwargs=where)


def _to_message(slug: str, row: Message) -> str:
    return reverse("inbox.conversation", kwargs={"slug": slug, "number": row.conversation.number})


SOURCES: dict[str, Source] = {
    Kind.CLIENT: Source(
        Client, _("Clients"), "clients", (), ("key", "name"),
        _client, _to_client, lambda row: row.key,
    ),
    Kind.CONTACT: Source(
        Contact, _("People"), "person", ("client",), ("name", "client__key", "client__name"),
        _contact, _to_contact, lambda row: row.client.name,
    ),
    Kind.PROJECT: Source(
        Project, _("Projects"), "projects", ("client",), ("key", "name", "client__name"),
        _project, _to_project, lambda row: row.client.name,
    ),
    Kind.PROGRAMME: Source(
        Programme, _("Programmes"), "list", (), ("number", "name"),
        _programme, _to_programme, lambda row: "", guests_know_body=False,
    ),
    Kind.TASK: Source(
        Task, _("Tasks"), "check", ("project",),
        ("number", "name", "project__key", "project__name"),
        _task, _to_task, lambda row: row.project.name,
    ),
    Kind.MESSAGE: Source(
        Message, _("Conversations"), "mail", ("conversation__client",),
        ("kind", "from_email", "is_suspicious", "conversation__number",
         "conversation__client__name"),
        _message, _to_message, _message_note, lambda row: row.kind == Message.Kind.NOTE,
    ),
}  # fmt: skip
