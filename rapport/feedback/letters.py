"""The mail with the five answers, in the contact's language."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.feedback.models import Invitation
from rapport.feedback.scores import SCORES


def send_invitation(invitation: Invitation, token: str) -> None:
    """Put it into the outbox, in the caller's transaction."""
    contact = invitation.contact
    with translation.override(contact.language):
        context = {
            "contact": contact,
            "company": invitation.workspace.name,
            "subject": invitation.case.conversation.subject,
            "links": [(label, _link(invitation, token, score)) for score, label in SCORES.items()],
        }
        message = EmailMultiAlternatives(
            subject=_("How did we do?"),
            body=render_to_string("feedback/mail/invitation.txt", context),
            to=[contact.email],
        )
        html = render_to_string("feedback/mail/invitation.html", context)
        message.attach_alternative(html, "text/html")
        message.send()


def _link(invitation: Invitation, token: str, score: int) -> str:
    path = reverse("feedback.answer", kwargs={"slug": invitation.workspace.slug, "token": token})
    return f"{settings.PUBLIC_URL}{path}?score={score}"
