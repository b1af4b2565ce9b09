"""Mail the system itself sends (invitations, sign-in codes) goes through our own outbox."""

from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class Backend(BaseEmailBackend):
    """Django's mail interface over the outbox: what is accepted here survives a crash."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue each message; returns how many."""
        raise NotImplementedError
