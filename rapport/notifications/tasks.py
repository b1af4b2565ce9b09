"""Mails to staff, by the clock."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.timezone import now

from rapport.accounts.models import Member
from rapport.events.listeners import every, task
from rapport.notifications.models import Notification, Preference
from rapport.notifications.operations.mailing import mail_bundle
from rapport.notifications.queries.preferences import topics_by_mail
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace

# News gathers for a while, so that a busy hour is one mail.
GATHER = timedelta(minutes=10)
DAILY = time(8)


@every(timedelta(minutes=5))
@task()
def mail_notifications() -> None:
    """Send what is due, workspace by workspace."""
    at = now()
    for workspace in Workspace.objects.filter(mail_held_at=None):
        with open_workspace(workspace.pk):
            waiting = Notification.objects.filter(read_at=None, mailed_at=None).values("member")
            for member in (
                Member.objects.active().filter(pk__in=waiting).select_related("user", "workspace")
            ):
                _mail(member, at)


def _mail(member: Member, at: datetime) -> None:
    soon = topics_by_mail(member, Preference.Mail.SOON)
    mail_bundle(member, soon, before=at - GATHER, at=at)
    morning = _morning(at, ZoneInfo(member.user.time_zone))
    if at >= morning:
        daily = topics_by_mail(member, Preference.Mail.DAILY)
        mail_bundle(member, daily, before=morning, at=at)


def _morning(at: datetime, zone: ZoneInfo) -> datetime:
    """What came before this moment is mailed in one go; what comes after waits for tomorrow."""
    return datetime.combine(at.astimezone(zone).date(), DAILY, zone)
