"""Bundled mails to staff: everything unread and not yet mailed, in one message."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from rapport.accounts.models import Member
from rapport.accounts.readers import reader_for
from rapport.notifications.models import Notification, Topic
from rapport.notifications.queries.telling import Told, told

MOST = 50


@transaction.atomic
def mail_bundle(member: Member, topics: list[Topic], *, before: datetime, at: datetime) -> int:
    """Mail what is unread, unmailed and older than `before`; returns how many items went out.

    The mark and the mail (a row of the outbox) commit together.
    """
    rows = Notification.objects.filter(
        member=member, topic__in=topics, read_at=None, mailed_at=None, last_at__lt=before
    )
    picked = list(rows.order_by("-last_at")[:MOST])
    if not picked:
        return 0
    Notification.objects.filter(pk__in=[row.pk for row in picked]).update(mailed_at=at)
    with (
        translation.override(member.user.language),
        timezone.override(member.user.time_zone),
    ):
        slug = member.workspace.slug
        items = told(picked, reader=reader_for(member), slug=slug)
        if items:
            _send(member, items)
    return len(items)


def _send(member: Member, items: list[Told]) -> None:
    subject = ngettext("%(n)s thing in Rapport", "%(n)s things in Rapport", len(items))
    context = {"items": items, "member": member, "public_url": settings.PUBLIC_URL}
    send_mail(
        subject % {"n": len(items)},
        render_to_string("notifications/mail/bundle.txt", context),
        None,
        [member.user.email],
    )
