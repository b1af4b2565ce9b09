"""What a template may leave to be filled: a closed list, to which apps above add their own.

`{{ contact.first_name }}` is the first name of whoever the letter goes to. What is not known stays
in the text as it is written, and stops the letter until somebody has written what belongs there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.clients.models import Client, Contact
from rapport.engine.outgoing.filling import Filled, fill
from rapport.inbox.models import Conversation
from rapport.inbox.queries.signatures import signature_for
from rapport.lib.reader import Reader


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a template is put in: by whom, in answer to what, to whom."""

    by: Member
    reader: Reader
    at: datetime
    conversation: Conversation | None = None
    contact: Contact | None = None
    # The name beside the address, of somebody we do not know.
    name: str = ""

    @property
    def language(self) -> str:
        """That of whoever it goes to."""
        return str(self.contact.language if self.contact else self.by.workspace.language)

    @property
    def client(self) -> Client | None:
        """Whose conversation it is, else theirs."""
        own = self.conversation.client if self.conversation else None
        return own or (self.contact.client if self.contact else None)


@dataclass(frozen=True, slots=True)
class Variable:
    """One of them: what it stands for, an example, and its value; empty where there is none."""

    name: str
    label: str | Promise
    example: str
    value: Callable[[Setting], str]


_variables: dict[str, Variable] = {}


def register(variable: Variable) -> None:
    """Let templates use it."""
    _variables[variable.name] = variable


def known() -> list[Variable]:
    """All of them, by name."""
    return sorted(_variables.values(), key=lambda one: one.name)


def fill_in(text: str, setting: Setting) -> Filled:
    """The text as it would be sent: dates and names in the language of whoever reads it."""

    def value_of(name: str) -> str:
        variable = _variables.get(name)
        return variable.value(setting).strip() if variable else ""

    with translation.override(setting.language):
        return fill(text, value_of)


def example_of(text: str) -> Filled:
    """The text with examples in place of values, as Settings shows it."""
    return fill(text, lambda name: _variables[name].example if name in _variables else "")


def _contact_name(setting: Setting) -> str:
    return str(setting.contact.name) if setting.contact else setting.name


def _first(name: str) -> str:
    return name.split()[0] if name.split() else ""


def _last(name: str) -> str:
    return name.split()[-1] if len(name.split()) > 1 else ""


def _project_name(setting: Setting) -> str:
    talk = setting.conversation
    return str(talk.project.name) if talk and talk.project else ""


def _today(setting: Setting) -> str:
    return date_format(localtime(setting.at).date(), "j F Y")


def _signature(setting: Setting) -> str:
    talk = setting.conversation
    return signature_for(setting.by, talk.mailbox_id if talk else None, setting.language)


for _variable in (
    Variable(
        "contact.first_name", _("First name of whoever it goes to"), "Ines",
        lambda at: _first(_contact_name(at)),
    ),
    Variable(
        "contact.last_name", _("Their last name"), "Prado", lambda at: _last(_contact_name(at))
    ),
    Variable("contact.name", _("Their whole name"), "Ines Prado", _contact_name),
    Variable(
        "client.name", _("Their company"), "Northwind Medical",
        lambda at: str(at.client.name) if at.client else "",
    ),
    Variable("project.name", _("The project of the conversation"), "Label relaunch", _project_name),
    Variable(
        "conversation.subject", _("What the conversation is about"), "Label proofs",
        lambda at: str(at.conversation.subject) if at.conversation else "",
    ),
    Variable("me.name", _("Your name"), "Amara Osei", lambda at: at.by.name),
    Variable("me.first_name", _("Your first name"), "Amara", lambda at: _first(at.by.name)),
    Variable("me.title", _("Your job title"), "Project manager", lambda at: str(at.by.title)),
    Variable("me.signature", _("Your signature"), "Amara Osei, Fernhill Studio", _signature),
    Variable(
        "company.name", _("Our company"), "Fernhill Studio", lambda at: str(at.by.workspace.name)
    ),
    Variable("today", _("Today's date"), "4 March 2026", _today),
):  # fmt: skip
    register(_variable)
