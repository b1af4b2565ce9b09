"""One mail that told a contact what we need from them."""

from django.db import models

from rapport.clients.models import Contact
from rapport.workspaces.models import Owned, ScopedManager


class RequestMail(Owned):
    """What was named in it, so that nothing is asked for by mail twice."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+", db_index=False)
    # "question:12", "deliverable:7:2" (its second version).
    items = models.JSONField(default=list)
    sent_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["contact", "-sent_at"], name="request_mail_recent")]
