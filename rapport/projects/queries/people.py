"""Who is on what."""

from django.db.models import QuerySet

from rapport.accounts.models import Member
from rapport.projects.models import Project, ProjectMember


def projects_of(member: Member) -> frozenset[int]:
    """The projects a member is on: all that a guest sees."""
    places = ProjectMember.objects.filter(workspace_id=member.workspace_id, member=member)
    return frozenset(places.values_list("project_id", flat=True))


def assignable() -> "QuerySet[Member]":
    """Members who may be given a task, with their names."""
    return Member.objects.active().select_related("user").order_by("user__name", "pk")


def on(project: Project) -> list[ProjectMember]:
    """Who is on a project, with their part in it."""
    places = ProjectMember.objects.filter(project=project).select_related("member__user")
    return list(places.order_by("member__user__name", "pk"))
