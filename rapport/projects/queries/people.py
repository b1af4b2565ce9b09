"""Who is on what."""

from django.db.models import Q, QuerySet

from rapport.accounts.models import Member
from rapport.lib.reader import Reader
from rapport.projects.models import Project, ProjectMember, Task


def projects_of(member: Member) -> frozenset[int]:
    """The projects a member is on: all that a guest sees."""
    places = ProjectMember.objects.filter(workspace_id=member.workspace_id, member=member)
    return frozenset(places.values_list("project_id", flat=True))


def assignable(reader: Reader | None = None) -> "QuerySet[Member]":
    """Members who may be given a task, with their names.

    A guest knows only those they share a project with: on it, leading it, or at work in it.
    """
    rows = Member.objects.active().select_related("user").order_by("user__name", "pk")
    if reader is None or reader.project_ids is None:
        return rows
    shared = reader.project_ids
    on_it = ProjectMember.objects.filter(project__in=shared).values("member")
    leading = Project.objects.filter(pk__in=shared, lead__isnull=False).values("lead")
    at_work = Task.objects.live().filter(project__in=shared, assignee__isnull=False)
    known = Q(pk__in=on_it) | Q(pk__in=leading) | Q(pk__in=at_work.values("assignee"))
    return rows.filter(known)


def on(project: Project) -> list[ProjectMember]:
    """Who is on a project, with their part in it."""
    places = ProjectMember.objects.filter(project=project).select_related("member__user")
    return list(places.order_by("member__user__name", "pk"))
