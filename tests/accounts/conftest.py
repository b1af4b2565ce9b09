"""What tests about people share."""

import re

import pytest
from django.core import mail
from django.test import Client as Browser

from rapport.accounts.models import Invitation
from rapport.accounts.operations import invitations
from rapport.accounts.operations.invitations import Invitee
from rapport.lib.roles import Role
from tests.conftest import NOW

PASSWORD = "correct horse"
SIGN_IN = "/sign-in/"


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def visitor() -> Browser:
    return Browser()


@pytest.fixture
def invite(workspace, owner):
    """Invite somebody; gives the invitation and the path of the link in the mail."""

    def send(email="newcomer@fernhill.example", role=Role.MEMBER, by=None, at=NOW, **fields):
        invitee = Invitee(email=email, role=role, **fields)
        made = invitations.invite(workspace, invitee=invitee, by=by or owner, at=at)
        return made, path_in(mail.outbox[-1].body)

    return send


def path_in(body: str) -> str:
    """The path of the first link in a mail."""
    return re.search(r"https?://[^/]+(/\S+)", body).group(1)


def fresh(invitation: Invitation) -> Invitation:
    return Invitation.everywhere.get(pk=invitation.pk)


def prove(browser: Browser) -> None:
    """Show once more that it is oneself, as changes to one's own sign-in ask for."""
    assert browser.post("/sign-in/again/", {"password": PASSWORD}).status_code == 302


def signed_in(person) -> Browser:
    """A browser whose person came in through the sign-in page."""
    browser = Browser()
    browser.post(SIGN_IN, {"login": person.user.email, "password": PASSWORD})
    return browser
