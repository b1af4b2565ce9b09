"""How a member wants each topic, with the defaults where they chose nothing."""

from dataclasses import dataclass

from rapport.accounts.models import Member
from rapport.notifications.models import Preference, Topic

Mail = Preference.Mail
SOON = (Topic.ASSIGNED, Topic.TROUBLE, Topic.DEADLINE, Topic.PROMISE, Topic.HELD)
DEFAULT_MAIL = dict.fromkeys(SOON, Mail.SOON)


@dataclass(frozen=True, slots=True)
class Choice:
    """One topic: shown in the app, and mailed when."""

    topic: Topic
    in_app: bool
    mail: str


def choices(member: Member) -> list[Choice]:
    """All topics in their order."""
    chosen = {row.topic: row for row in Preference.objects.filter(member=member)}
    return [
        Choice(
            topic,
            chosen[topic].in_app if topic in chosen else True,
            chosen[topic].mail if topic in chosen else DEFAULT_MAIL.get(topic, Mail.NEVER),
        )
        for topic in Topic
    ]


def topics_in_app(member: Member) -> list[Topic]:
    """The topics this member wants to see in the app."""
    return [choice.topic for choice in choices(member) if choice.in_app]


def topics_by_mail(member: Member, when: Preference.Mail) -> list[Topic]:
    """The topics this member wants mailed at this rhythm."""
    return [choice.topic for choice in choices(member) if choice.mail == when]
