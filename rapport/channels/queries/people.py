"""Which contacts an address on a channel may belong to."""

import re

from django.db.models import QuerySet

from rapport.channels.models import Handle
from rapport.clients.models import Contact
from rapport.lib.reader import Reader

# Shorter ones are extensions, not numbers.
SHORTEST = 7
MOST = 3
_DIGITS = re.compile(r"\D+")


def proposals(handle: Handle, reader: Reader) -> list[Contact]:
    """Contacts with this very number or address; a person says whether it is them."""
    if handle.contact_id is not None:
        return []
    rows = Contact.objects.visible_to(reader).known().select_related("client")
    if "@" in handle.spelled:
        return list(rows.with_address(handle.spelled)[:MOST])
    return with_number(handle.address, rows)


def with_number(address: str, rows: QuerySet[Contact]) -> list[Contact]:
    """Of these, whoever has this number."""
    number = _DIGITS.sub("", address) if address.startswith("+") else ""
    if len(number) < SHORTEST:
        return []
    known = rows.exclude(phone="").order_by("pk").values_list("pk", "phone")
    same = [pk for pk, phone in known if _is_same(number, phone)]
    return list(rows.filter(pk__in=same[:MOST]).order_by("pk"))


def _is_same(number: str, phone: str) -> bool:
    """People write numbers with or without their country, and with a zero before the area."""
    written = _DIGITS.sub("", phone).lstrip("0")
    return len(written) >= SHORTEST and number.endswith(written)
