"""A question to somebody at a client."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.clients.models import Client, Contact
from rapport.lib.reader import Reader
from rapport.lib.visibility import Visibility
from rapport.projects.models import Project, Task
from rapport.workspaces.models import Binnable, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet


class QuestionQuerySet(BinnableQuerySet):
    """Questions about questions."""

    def visible_to(self, reader: Reader) -> Self:
        """Staff: all. Guest: their projects'. Contact: those asked of them."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.project_ids is not None:
            rows = rows.filter(project__in=reader.project_ids)
        if reader.is_contact:
            rows = rows.filter(contact=reader.contact_id, binned_at=None)
        return rows

    def open(self) -> Self:
        """Live, asked and unanswered."""
        return self.live().filter(answered_at=None)


class Question(Binnable):
    """One thing we need to know. With `options` the answer is one click; free text is possible."""

    number = models.PositiveIntegerField()
    client = models.ForeignKey(Client, on_delete=models.RESTRICT)
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.SET_NULL, db_index=False
    )
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=models.SET_NULL)
    contact = models.ForeignKey(Contact, on_delete=models.RESTRICT, related_name="questions")
    text = models.CharField(_("question"), max_length=500)
    why = models.CharField(_("why we ask"), max_length=300, blank=True)
    options = models.JSONField(_("answers to choose from"), default=list, blank=True)
    needed_by = models.DateField(_("needed by"), null=True, blank=True)
    asked_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    # Somebody of ours who noted the answer on their behalf; None: they answered themselves.
    noted_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ScopedManager.from_queryset(QuestionQuerySet)()
    everywhere = models.Manager.from_queryset(QuestionQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="question_number")
        ]
        indexes = [
            models.Index(fields=["workspace", "answered_at", "needed_by"], name="question_open"),
            models.Index(fields=["project", "-asked_at"], name="question_project"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def shown_project(self) -> Project | None:
        """The project as the client may hear of it: none where they do not see it."""
        project = self.project
        if project is None or project.visibility != Visibility.CLIENT or project.binned_at:
            return None
        return project

    @property
    def is_open(self) -> bool:
        """Asked and unanswered."""
        return self.answered_at is None
