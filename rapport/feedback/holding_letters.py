"""The mail that asks whether it held, in the contact's language: a yes and a no for each case."""

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from rapport.clients.models import Contact
from rapport.feedback.models import Holding


def send(contact: Contact, asked: Sequence[tuple[Holding, str]]) -> None:
    """Put it into the outbox, in the caller's transaction."""
    with translation.override(contact.language):
        cases = [_case(holding, token) for holding, token in asked]
        context = {"contact": contact, "company": contact.workspace.name, "cases": cases}
        message = EmailMultiAlternatives(
            subject=_("Did it hold?"),
            body=render_to_string("feedback/mail/holding.txt", context),
            to=[contact.email],
        )
        html = render_to_string("feedback/mail/holding.html", context)
        message.attach_alternative(html, "text/html")
        message.send()


def _case(holding: Holding, token: str) -> dict[str, str]:
    where = {"slug": holding.workspace.slug, "token": token}
    link = f"{settings.PUBLIC_URL}{reverse('feedback.holding', kwargs=where)}"
    subject = holding.case.conversation.subject or _("(no subject)")
    return {"subject": subject, "yes": f"{link}?held=yes", "no": f"{link}?held=no"}
