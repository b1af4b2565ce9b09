"""Every mail to a client or a member is in their language, subject and all."""

import pytest
from django.core import mail
from django.utils import timezone

from rapport.accounts.operations import invitations, passwords
from rapport.accounts.operations.invitations import Invitee
from rapport.clients.operations import portal_invitations, sign_in
from rapport.events.models import Event
from rapport.notifications.models import Notification, Topic
from rapport.notifications.operations import mailing, notify
from rapport.portal.operations.request_mails import send_pending
from tests.i18n import leftover

pytestmark = pytest.mark.sweep


def assert_spoken(message, language: str) -> None:
    """Subject, text and page of this mail say nothing in English."""
    pieces = leftover.of_mail(f"{message.subject}\n{message.body}")
    for alternative in getattr(message, "alternatives", []):
        pieces |= leftover.of_page(alternative.content)
    assert not leftover.english(pieces, language)


def test_the_link_to_the_portal(contact, language):
    sign_in.send_key(contact, at=timezone.now())
    assert_spoken(mail.outbox[-1], language)


def test_the_invitation_to_the_portal(contact, manager, language):
    portal_invitations.invite(contact, note="", by=manager, at=timezone.now())
    assert_spoken(mail.outbox[-1], language)


def test_one_thing_is_needed(contact, language, wanted):
    wanted.hand_over()
    send_pending(contact, at=timezone.now())
    assert_spoken(mail.outbox[-1], language)


def test_two_things_are_needed(contact, language, wanted):
    wanted.hand_over()
    wanted.ask()
    send_pending(contact, at=timezone.now())
    assert "2" in mail.outbox[-1].subject
    assert_spoken(mail.outbox[-1], language)


def test_the_question_how_we_did(invitation, language):
    assert len(mail.outbox[-1].alternatives) == 1
    assert_spoken(mail.outbox[-1], language)


def test_the_report(report, language):
    [sent] = [message for message in mail.outbox if message.attachments]
    title = {"de": "Statusbericht", "fr": "Rapport", "es": "Informe"}[language]
    assert sent.subject.startswith(title)
    assert "Nur ein Satz." in sent.body
    assert_spoken(sent, language)


def test_the_invitation_to_join(workspace, owner, language):
    invitee = Invitee("new@fernhill.example", "member", "Ada", language)
    invitations.invite(workspace, invitee=invitee, by=owner, at=timezone.now())
    assert_spoken(mail.outbox[-1], language)


def test_a_new_password(manager, language):
    manager.user.language = language
    manager.user.save()
    passwords.send_link(manager.user)
    assert_spoken(mail.outbox[-1], language)


def test_the_bundle_of_news(manager, conversation, language):
    manager.user.language = language
    manager.user.save()
    now = timezone.now()
    event = Event.objects.create(
        workspace_id=manager.workspace_id, verb="message.received", at=now,
        subject_kind="inbox.conversation", subject_id=conversation.pk, actor_kind="system",
    )  # fmt: skip
    notify.tell([manager.pk], topic=Topic.MESSAGE, event=event)
    assert mailing.mail_digest(manager, Notification.objects.all(), is_catch_up=False)
    assert_spoken(mail.outbox[-1], language)
