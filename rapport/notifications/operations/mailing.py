"""Mails to staff: one interruption, or one digest, as ranked lines."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.accounts.models import Member
from rapport.accounts.readers import reader_for
from rapport.notifications.models import Notification
from rapport.notifications.queries.lines import Line, ranked

MOST = 200


def mail_interruption(member: Member, rows: Sequence[Notification]) -> bool:
    """What cannot wait: its first line is the subject. Whether there was anything to be told."""

    def subject(lines: list[Line]) -> str:
        if len(lines) == 1:
            return lines[0].title
        said = ngettext("%(title)s, and %(n)s more", "%(title)s, and %(n)s more", len(lines) - 1)
        return said % {"title": lines[0].title, "n": len(lines) - 1}

    return _mail(member, rows, subject, {"interrupts": True})


def mail_digest(member: Member, rows: Sequence[Notification], *, is_catch_up: bool) -> bool:
    """What was held, ranked; for whoever was away it says so."""

    def subject(lines: list[Line]) -> str:
        if is_catch_up:
            return _("While you were away: %(n)s things") % {"n": len(lines)}
        said = ngettext("%(n)s thing in Rapport", "%(n)s things in Rapport", len(lines))
        return said % {"n": len(lines)}

    return _mail(member, rows, subject, {"is_catch_up": is_catch_up})


def _mail(member: Member, rows: Sequence[Notification], subject: Any, more: dict[str, Any]) -> bool:
    with (
        translation.override(member.user.language),
        timezone.override(member.user.time_zone),
    ):
        lines = ranked(rows, reader=reader_for(member), slug=member.workspace.slug)
        if not lines:
            return False
        context = {"lines": lines, "member": member, "public_url": settings.PUBLIC_URL, **more}
        text = render_to_string("notifications/mail/bundle.txt", context)
        said = " ".join(subject(lines).split())
        send_mail(said, text, None, [member.user.email])
    return True
