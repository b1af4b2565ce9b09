"""A letter with a sign-in link or code that could not be sent leaves nothing but the reason."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.utils import timezone

from rapport.accounts import letters
from rapport.accounts.operations import invitations
from rapport.accounts.operations.invitations import Invitee
from rapport.events.models import Job
from rapport.inbox import smtp
from rapport.inbox.models import Dispatch, SystemMail
from rapport.inbox.operations import sending
from rapport.workspaces.scope import open_workspace
from tests.inbox.smtp_server import SmtpServer

WHO = "ines@northwind.example"
REFUSED = f"550 5.1.1 <{WHO}>: no such person"
LETTER = letters.Letter(
    WHO, "Your code", "123 456 http://x/p/x/sign-in/aSecretOfManyLetters99/", "en"
)


@pytest.fixture(autouse=True)
def _inside_is_allowed(settings):
    settings.INTERNAL_HOSTS = ["127.0.0.0/8"]
    settings.EMAIL_BACKEND = "rapport.inbox.system_mail.Backend"


@pytest.mark.parametrize("kind", [Dispatch, SystemMail])
def test_what_a_server_refuses_for_good_leaves_the_reason_alone(workspace, settings, kind):
    scope = open_workspace(workspace.pk) if kind is Dispatch else nullcontext()
    with SmtpServer(answers={WHO: [REFUSED]}) as running, scope:
        settings.SMTP_URL = f"smtp://127.0.0.1:{running.port}"
        letters.send(LETTER)
        sending.deliver(kind.objects.get(), at=timezone.now() + timedelta(minutes=1))
        failed = kind.objects.get()
        assert (failed.state, failed.content, failed.recipients) == ("failed", None, {})
        assert "550 5.1.1" in failed.error
        assert "ines" not in failed.error and "northwind" not in failed.error


def test_a_forgotten_letter_is_not_sent_empty(browse, owner, workspace, settings, scope):
    with SmtpServer(answers={WHO: [REFUSED]}) as running:
        settings.SMTP_URL = f"smtp://127.0.0.1:{running.port}"
        letters.send(LETTER)
        sending.deliver(Dispatch.objects.get(), at=timezone.now() + timedelta(minutes=1))
    retry = f"/w/fernhill/settings/outbox/{Dispatch.objects.get().pk}/retry/"
    page = browse(owner).get("/w/fernhill/settings/outbox/").text
    assert "not kept" in page and "550 5.1.1" in page and retry not in page
    with pytest.raises(sending.NothingLeft):
        sending.retry(Dispatch.objects.get(), at=timezone.now())
    assert Dispatch.objects.get().state == "failed"


def test_what_nobody_could_send_for_four_days_is_forgotten(db, settings):
    settings.SMTP_URL = "smtp://127.0.0.1:2"
    letters.send(LETTER)
    sending.deliver(SystemMail.objects.get(), at=timezone.now() + timedelta(days=5))
    given_up = SystemMail.objects.get()
    assert (given_up.state, given_up.content, given_up.recipients) == ("failed", None, {})
    assert given_up.error and "ines" not in given_up.error


def test_a_crash_on_the_way_quotes_neither_address_nor_key(db, monkeypatch, run_jobs, capsys):
    def crash(*_, **__):
        raise RuntimeError(f"cannot send to {WHO}: /p/x/sign-in/aSecretOfManyLetters99/")

    monkeypatch.setattr(smtp, "send", crash)
    monkeypatch.setattr(sending, "_server", lambda *_: object())
    letters.send(LETTER)
    run_jobs()
    assert "RuntimeError" in Job.objects.get(name__contains="send_system").error
    said = Job.objects.get(name__contains="send_system").error + capsys.readouterr().err
    assert "cannot send" in said
    assert WHO not in said and "aSecretOfManyLetters99" not in said
    assert "aSecretOfManyLetters99" not in str(list(Job.objects.values()))


def test_the_team_page_says_why_an_invitation_has_not_left(
    browse, owner, workspace, settings, scope
):
    def said():
        page = browse(owner).get("/w/fernhill/team/").text
        return "not sent yet" in page, "did not accept the sender" in page

    busy = "451 4.3.0 did not accept the sender, come back later"
    with SmtpServer(answers={WHO: [busy]}) as running:
        settings.SMTP_URL = f"smtp://127.0.0.1:{running.port}"
        invitations.invite(workspace, invitee=Invitee(WHO, "member"), by=owner, at=timezone.now())
        assert said() == (True, False)
        sending.deliver(Dispatch.objects.get(), at=timezone.now() + timedelta(minutes=1))
        assert Dispatch.objects.get().state == "waiting"
        assert said() == (True, True)
        sending.deliver(Dispatch.objects.get(), at=timezone.now() + timedelta(hours=1))
        assert Dispatch.objects.get().state == "sent"
        assert said() == (False, False)


def test_an_empty_outbox_does_not_say_that_all_has_left(browse, owner, workspace):
    page = browse(owner).get("/w/fernhill/settings/outbox/").text
    assert "Nothing waits here" in page and "gathered for ten minutes" in page
