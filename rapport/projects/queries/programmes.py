"""Programmes as this reader may see them."""

from django.db.models import QuerySet

from rapport.accounts.models import Member
from rapport.lib.reader import Reader
from rapport.projects.models import Programme, Project
from rapport.projects.queries.people import assignable


def programmes(reader: Reader) -> "QuerySet[Programme]":
    """Live ones, in their order."""
    rows = Programme.objects.visible_to(reader).live().select_related("workspace", "lead__user")
    ordered: QuerySet[Programme] = rows.order_by("position", "number")
    return ordered


def lead_known_to(reader: Reader, programme: Programme) -> Member | None:
    """Who leads it; a guest hears of nobody whom they share no project with."""
    if programme.lead is None or reader.project_ids is None:
        return programme.lead
    return assignable(reader).filter(pk=programme.lead.pk).first()


def outside(reader: Reader, programme: Programme) -> "QuerySet[Project]":
    """Projects under way that could be put into it."""
    rows = Project.objects.visible_to(reader).live().exclude(state=Project.State.DONE)
    rows = rows.exclude(programme=programme).select_related("client", "programme")
    ordered: QuerySet[Project] = rows.order_by("client__name", "name", "pk")
    return ordered
