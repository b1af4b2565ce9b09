"""One satisfaction question after a case, and its answer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.cases.models import Case
from rapport.clients.models import Client, Contact
from rapport.workspaces.models import Owned, ScopedManager


class Invitation(Owned):
    """The question sent to a contact about one case. At most one a contact in 30 days."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="survey")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+", db_index=False)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        indexes = [models.Index(fields=["contact", "-invited_at"], name="survey_contact")]


class Answer(Owned):
    """One to five, and perhaps a sentence. Answering again changes the answer."""

    invitation = models.OneToOneField(Invitation, on_delete=models.CASCADE, related_name="answer")
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="+", db_index=False)
    score = models.PositiveSmallIntegerField(_("score"))
    sentence = models.TextField(_("in a sentence"), blank=True)
    answered_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__gte=1, score__lte=5), name="csat_one_to_five"
            )
        ]
        indexes = [
            models.Index(fields=["workspace", "-answered_at"], name="csat_recent"),
            models.Index(fields=["client", "-answered_at"], name="csat_client"),
        ]
