"""Which templates somebody may be written to with, and what fills their gaps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from rapport.channels.models import Channel, MessageTemplate
from rapport.engine.outgoing.filling import fill
from rapport.inbox import variables
from rapport.inbox.variables import Setting
from rapport.integrations.providers.records import Gap

MOST = 300
# Vendors' names of gaps that say plainly what belongs there.
_PLAIN = {
    "first_name": "contact.first_name", "last_name": "contact.last_name", "name": "contact.name",
    "full_name": "contact.name", "customer_name": "contact.name", "contact_name": "contact.name",
    "company": "client.name", "company_name": "client.name", "client_name": "client.name",
    "project": "project.name", "project_name": "project.name", "agent_name": "me.name",
    "sender_name": "me.name", "date": "today", "today": "today",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Blank:
    """A gap as a form shows it."""

    field: str
    label: str
    example: str
    value: str


def for_language(channel: Channel, language: str) -> list[MessageTemplate]:
    """Those that may be sent, in their language first."""
    rows = MessageTemplate.objects.filter(channel=channel).usable()
    found = list(rows.order_by("name", "language", "pk")[:MOST])
    return sorted(found, key=lambda one: _plain_language(one.language) != language)


def blanks(template: MessageTemplate, setting: Setting) -> list[Blank]:
    """Its gaps with what is known to belong there."""
    return [
        replace(one, value=_value(one.value, setting) if one.value else "")
        for one in fillings(template)
    ]


def fillings(template: MessageTemplate) -> list[Blank]:
    """Its gaps with the names of what fills them."""
    found = []
    for gap in template.wanted:
        key = f"{gap.part}.{gap.name}"
        name = template.fills.get(key) or _PLAIN.get(gap.name.lower(), "")
        found.append(Blank(f"gap.{key}", label_of(gap), gap.example, name))
    return found


def label_of(gap: Gap) -> str:
    """As a form calls it: many gaps have a number alone."""
    if not gap.name.isdigit():
        return gap.name.replace("_", " ")
    said = _("Gap %(n)s of the heading") if gap.part == "header" else _("Gap %(n)s")
    return said % {"n": gap.name}


def worded(template: MessageTemplate, values: Mapping[str, str]) -> str:
    """As whoever gets it reads it; `values` by the names of the form's fields. A gap without one
    stays."""
    told = [_told("header", template.head, values), _told("body", template.body, values)]
    return "\n\n".join(part for part in (*told, template.foot) if part.strip())


def value_of(values: Mapping[str, str], part: str, name: str) -> str:
    """On one line: vendors take no breaks and no wide spaces inside one."""
    return " ".join(values.get(f"gap.{part}.{name}", "").split())


def _told(part: str, text: str, values: Mapping[str, str]) -> str:
    return fill(text, lambda name: value_of(values, part, name)).text


def _value(name: str, setting: Setting) -> str:
    filled = variables.fill_in(f"{{{{ {name} }}}}", setting)
    return "" if filled.left else " ".join(filled.text.split())


def _plain_language(code: str) -> str:
    return code.replace("-", "_").partition("_")[0].lower()
