"""What is written again and again: kept once, in several languages, and put in by a key."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.clients.models.tone import Tone
from rapport.lib.reader import Reader
from rapport.workspaces.models import Binnable, Owned, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet

LONGEST_NAME = 80
LONGEST_FOLDER = 60
MOST_TAGS = 12


class KeptForWritingQuerySet(BinnableQuerySet):
    """Questions about templates and macros."""

    def visible_to(self, reader: Reader) -> Self:
        """One's own, and those of the team; never for contacts."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.is_contact:
            return rows.none()
        return rows.filter(Q(owner=None) | Q(owner=reader.member_id))

    def called(self, words: str) -> Self:
        """Those in whose name, folder or tags each of these words stands."""
        rows = self
        for word in words.split()[:6]:
            rows = rows.filter(search__contains=word.casefold())
        return rows


class KeptForWriting(Binnable):
    """What a template and a macro have in common: a name, a place, whose it is, how often it was
    used. Without an owner it is the team's; an owner sees it alone."""

    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    folder = models.CharField(_("folder"), max_length=LONGEST_FOLDER, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    # Name, folder and tags as they are looked for.
    search = models.TextField(editable=False)
    owner = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    used = models.PositiveIntegerField(default=0, editable=False)
    used_at = models.DateTimeField(null=True, editable=False)
    changed_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class Template(KeptForWriting):
    """An answer kept under a name; its words stand in one text a language and tone."""

    objects = ScopedManager.from_queryset(KeptForWritingQuerySet)()

    class Meta:
        verbose_name = _("template")
        indexes = [
            models.Index(
                fields=["workspace", "folder", "name", "id"],
                condition=Q(binned_at=None),
                name="template_order",
            ),
            models.Index(
                fields=["workspace", "-used", "id"],
                condition=Q(binned_at=None),
                name="template_used",
            ),
        ]


class TemplateText(Owned):
    """Its words in one language, for those who are spoken to in this tone."""

    template = models.ForeignKey(
        Template, on_delete=models.CASCADE, related_name="texts", db_index=False
    )
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES)
    # Empty: for either.
    tone = models.CharField(_("tone"), max_length=8, choices=Tone, blank=True)
    body = models.TextField(_("text"))

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["template", "language", "tone"], name="template_text_once"
            )
        ]
