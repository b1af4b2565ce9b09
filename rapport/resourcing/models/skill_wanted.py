"""What a conversation asks for of whoever gets it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.inbox.models import Conversation, Label, Mailbox
from rapport.resourcing.models.skill import Level, Skill
from rapport.workspaces.models import Owned, ScopedManager


class SkillWanted(Owned):
    """A skill that conversations of a kind ask for: of a mailbox, a channel, a label or a client's
    language. Whatever of these is said must all hold."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level, default=Level.BASICS)
    mailbox = models.ForeignKey(
        Mailbox, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    label = models.ForeignKey(
        Label, null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    channel = models.CharField(_("channel"), max_length=12, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = _("skill wanted")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(mailbox__isnull=False)
                | models.Q(label__isnull=False)
                | ~models.Q(channel="")
                | ~models.Q(language=""),
                name="skill_wanted_of_a_kind",
            )
        ]

    @property
    def channel_name(self) -> str:
        """The channel in words; one that is gone by its code."""
        known = Conversation.Channel.choices
        return str(dict(known).get(self.channel, self.channel))
