"""Clients who have not written for unusually long."""

from collections.abc import Iterator
from datetime import datetime, time

from django.urls import reverse
from django.utils.timezone import get_current_timezone, localdate
from django.utils.translation import gettext as _

from rapport.insights.queries.silent import SILENT, silences
from rapport.lib.felt import Felt
from rapport.today.queries.need import Desk, Need

MOST = 5


def needs(desk: Desk) -> Iterator[Need]:
    """The longest beyond their rhythm first; theirs who look after the client."""
    today = localdate(desk.at)
    mine = [row for row in SILENT(desk.reader, today) if desk.is_mine(row.client.owner_id)]
    for silence in silences(mine[:MOST], today):
        client = silence.row.client
        yield Need(
            felt=Felt.CLIENT_SILENT,
            since=datetime.combine(silence.row.silent_from, time(9), get_current_timezone()),
            title=_("Unusually silent: %(client)s") % {"client": client.name},
            why=silence.why,
            action=_("Look"),
            url=reverse("clients.client", kwargs={"slug": desk.slug, "key": client.key}),
        )
