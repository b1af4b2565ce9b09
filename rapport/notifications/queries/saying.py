"""What an alert on a device says: as much as its owner wants others to read over their shoulder."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts.models import Member
from rapport.accounts.readers import reader_for
from rapport.lib.reader import Reader
from rapport.notifications.models import Attention, Notification, Topic
from rapport.notifications.queries.lines import Line, ranked
from rapport.notifications.queries.preferences import attention_of
from rapport.notifications.queries.things import names

Said = dict[str, str]
LONGEST = 160


def said(member: Member, rows: Sequence[Notification]) -> Said | None:
    """What came together, as one; None where nothing of it may be seen any more."""
    slug = member.workspace.slug
    with translation.override(member.user.language), timezone.override(member.user.time_zone):
        reader = reader_for(member)
        lines = ranked(rows, reader=reader, slug=slug)
        if not lines:
            return None
        title, body = _words(lines, reader, attention_of(member).push_says)
        everything = reverse("notifications.list", kwargs={"slug": slug})
        only = lines[0] if len(lines) == 1 and lines[0].is_one_record else None
        return _envelope(title, body, only.first.url if only else everything, f"alert-{rows[0].pk}")


def trial(member: Member) -> Said:
    """To see whether it gets there."""
    here = reverse("notifications.preferences", kwargs={"slug": member.workspace.slug})
    with translation.override(member.user.language):
        return _envelope(_("Rapport"), _("This is how an alert reaches you here."), here, "trial")


def _words(lines: list[Line], reader: Reader, says: str) -> tuple[str, str]:
    first, more = lines[0], len(lines) - 1
    if says == Attention.Says.NOTHING:
        n = len(lines)
        waits = ngettext("%(n)s thing cannot wait.", "%(n)s things cannot wait.", n) % {"n": n}
        return _("Rapport"), waits
    if says == Attention.Says.ALL:
        title, body = first.title, first.why
    else:
        title = names([first.thing], reader).get(first.thing, "") or _("Rapport")
        body = " · ".join(dict.fromkeys(str(Topic(i.row.topic).label) for i in first.items))
    if more:
        body += "\n" + ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}
    return title, body


def _envelope(title: str, body: str, url: str, tag: str) -> Said:
    return {
        "title": _short(title), "body": _short(body), "url": settings.PUBLIC_URL + url, "tag": tag,
        "lang": translation.get_language(),
    }  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
