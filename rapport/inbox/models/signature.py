"""What stands under the letters of a member."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.inbox.models.mailbox import Mailbox
from rapport.workspaces.models import Owned, ScopedManager

LONGEST_SIGNATURE = 2000


class Signature(Owned):
    """For letters of one mailbox, in one language, or of any: the closest one is taken; where there
    is none, the one of the member's profile."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+", db_index=False)
    mailbox = models.ForeignKey(
        Mailbox, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, blank=True)
    text = models.TextField(_("signature"), max_length=LONGEST_SIGNATURE)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member", "mailbox", "language"],
                condition=Q(mailbox__isnull=False),
                name="signature_once",
            ),
            models.UniqueConstraint(
                fields=["member", "language"],
                condition=Q(mailbox=None),
                name="signature_of_any_mailbox_once",
            ),
        ]
