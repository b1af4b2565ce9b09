"""A forgotten password: a letter with a link, to the stored address of whoever has one."""

from datetime import datetime

from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from rapport.accounts import letters
from rapport.accounts.models import User
from rapport.events.listeners import Task
from rapport.events.operations import jobs

TEMPLATE = "accounts/mail/forgotten.txt"


def find(email: str) -> User | None:
    """The active user with exactly this address; look-alike letters do not match."""
    return User.objects.filter(email=email.strip().lower(), is_active=True).first()


def request(email: str, *, task: Task, at: datetime) -> None:
    """Ask for a letter. Known and unknown addresses cost the same: the task does the telling."""
    user = find(email)
    jobs.enqueue(task, workspace_id=None, at=at, user_id=user.pk if user else 0)


def link_for(user: User) -> str:
    """The link under which somebody chooses a new password: for a day, and once."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(user), "key": key},
    )
    return letters.link(path)


def send_link(user: User) -> None:
    """Write to the address we hold, not to the one that was typed."""
    letters.send(
        letters.write(
            TEMPLATE, to=user.email, language=user.language, name=user.name, link=link_for(user)
        )
    )
