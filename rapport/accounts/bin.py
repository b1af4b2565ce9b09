"""What lies in the bin, as this reader may see it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from rapport.lib.permissions import Permission
from rapport.lib.reader import Reader
from rapport.lib.roles import Role
from rapport.workspaces.models import Binnable, Workspace
from rapport.workspaces.operations.bin import KEPT, restore

SHOWN = 100


@dataclass(frozen=True, slots=True)
class BinnedThing:
    """A line of the bin page."""

    kind: str
    what: str
    name: str
    pk: int
    binned_at: datetime

    @property
    def gone_at(self) -> datetime:
        """When it will be let go."""
        return self.binned_at + KEPT


@dataclass(frozen=True, slots=True)
class Kind:
    """What can come back: whose permission it takes, and the operation that does it."""

    model: type[Binnable]
    permission: Permission
    restore: Callable[..., None] = restore

    def rows(self, reader: Reader) -> models.QuerySet[Binnable]:
        """The rows this reader may see, binned or not; an erased person does not come back."""
        everything: Any = self.model._default_manager.all()
        visible: Any = everything.visible_to(reader)
        has_mark = any(field.name == "erased_at" for field in self.model._meta.fields)
        rows: models.QuerySet[Binnable] = visible.filter(erased_at=None) if has_mark else visible
        return rows


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let things of a kind come back from the bin page; called once from the app's urls module."""
    _kinds[str(kind.model._meta.model_name)] = kind


def registered() -> set[type[Binnable]]:
    """The models whose rows can come back."""
    return {kind.model for kind in _kinds.values()}


def contents(reader: Reader) -> list[BinnedThing]:
    """The newest binned things that this reader may see and restore."""
    found = [thing for kind in _open_to(reader.role) for thing in _of_kind(kind, reader)]
    return sorted(found, key=lambda thing: thing.binned_at, reverse=True)[:SHOWN]


def find(name: str, pk: int, reader: Reader) -> tuple[Kind, Binnable]:
    """A thing of this kind that the reader may see, binned or not; 404 else, 403 if not theirs."""
    kind = _kinds.get(name)
    if kind is None:
        raise Http404
    thing: Binnable = get_object_or_404(kind.rows(reader), pk=pk)
    if not kind.permission.held_by(reader.role):
        raise PermissionDenied
    return kind, thing


def undo_url(workspace: Workspace, thing: Binnable) -> str:
    """Where a POST takes the thing out of the bin again; for the Undo of a toast."""
    kwargs = {"slug": workspace.slug, "kind": thing._meta.model_name, "pk": thing.pk}
    return reverse("bin.restoration", kwargs=kwargs)


def _open_to(role: Role) -> Iterator[Kind]:
    return (kind for kind in _kinds.values() if kind.permission.held_by(role))


def _of_kind(kind: Kind, reader: Reader) -> list[BinnedThing]:
    binned = kind.rows(reader).filter(binned_at__isnull=False)
    name, what = str(kind.model._meta.model_name), str(kind.model._meta.verbose_name)
    return [
        BinnedThing(name, what, str(row), row.pk, row.binned_at)
        for row in binned.order_by("-binned_at")[:SHOWN]
        if row.binned_at
    ]
