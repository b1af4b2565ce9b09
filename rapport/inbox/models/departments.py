"""Departments of the house, and what they are asked on the side of a conversation."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.inbox.models.conversation import Conversation
from rapport.workspaces.models import Owned, ScopedManager


class DepartmentQuerySet(models.QuerySet["Department"]):
    """Questions about departments."""

    def open(self) -> Self:
        """Those that can be asked."""
        return self.filter(closed_at=None)


class Department(Owned):
    """A team that others ask, and within how much working time it answers."""

    name = models.CharField(_("name"), max_length=80)
    # Working minutes from being asked to the answer.
    answers_within = models.PositiveIntegerField(default=480)
    people = models.ManyToManyField(Member, through="DepartmentMember", related_name="+")
    # Asked no more; what it was asked stays.
    closed_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(DepartmentQuerySet)()
    everywhere = models.Manager.from_queryset(DepartmentQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "name"],
                condition=models.Q(closed_at=None),
                name="department_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class DepartmentMember(Owned):
    """Somebody who answers for a department."""

    department = models.ForeignKey(
        Department, on_delete=models.CASCADE, related_name="memberships", db_index=False
    )
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["department", "member"], name="department_member_once")
        ]


class DepartmentRequestQuerySet(models.QuerySet["DepartmentRequest"]):
    """Questions about requests."""

    def waiting(self) -> Self:
        """It is the department's turn, and the matter is there."""
        states = DepartmentRequest.WAITING
        return self.filter(state__in=states, conversation__binned_at=None)

    def of_member(self, member_id: int | None) -> Self:
        """Those that this member may answer."""
        mine = DepartmentMember.objects.filter(member=member_id)
        return self.filter(department__in=mine.values("department"))

    def warnable(self, at: datetime) -> Self:
        """Near its target, and nobody was told."""
        return self.waiting().filter(warn_at__lte=at, warned_at=None)

    def overdue(self, at: datetime) -> Self:
        """Past its target."""
        return self.waiting().filter(due_at__lte=at)


class DepartmentRequest(Owned):
    """What a department is asked: a side conversation with its own turn, owner and clock."""

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", _("asked")
        ACCEPTED = "accepted", _("being worked on")
        ANSWERED = "answered", _("answered")
        HANDED_BACK = "back", _("handed back")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    WAITING = (State.ASKED, State.ACCEPTED)

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, related_name="request"
    )
    department = models.ForeignKey(
        Department, on_delete=models.RESTRICT, related_name="requests", db_index=False
    )
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)
    missed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(DepartmentRequestQuerySet)()
    everywhere = models.Manager.from_queryset(DepartmentRequestQuerySet)()

    class Meta:
        indexes = [
            models.Index(
                fields=["workspace", "due_at"],
                condition=models.Q(state__in=["asked", "accepted"]),
                name="request_waiting",
            ),
            models.Index(fields=["department", "-asked_at"], name="request_department"),
        ]

    @property
    def is_waiting(self) -> bool:
        """It is the department's turn."""
        return self.state in self.WAITING
