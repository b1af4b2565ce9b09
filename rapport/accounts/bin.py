"""What lies in the bin, as this reader may see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from rapport.lib.reader import Reader
from rapport.workspaces.models import Binnable, Workspace
from rapport.workspaces.operations.bin import KEPT, kinds

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


def contents(reader: Reader) -> list[BinnedThing]:
    """The newest binned things of every kind that knows readers."""
    found = [thing for model in _shown_kinds() for thing in _of_kind(model, reader)]
    return sorted(found, key=lambda thing: thing.binned_at, reverse=True)[:SHOWN]


def find(kind: str, pk: int, reader: Reader) -> Binnable:
    """A thing of this kind that the reader may see, binned or not; 404 else."""
    models_by_name = {model._meta.model_name: model for model in _shown_kinds()}
    model = models_by_name.get(kind)
    if model is None:
        raise Http404
    thing: Binnable = get_object_or_404(_visible(model, reader), pk=pk)
    return thing


def undo_url(workspace: Workspace, thing: Binnable) -> str:
    """Where a POST takes the thing out of the bin again; for the Undo of a toast."""
    kwargs = {"slug": workspace.slug, "kind": thing._meta.model_name, "pk": thing.pk}
    return reverse("bin.restoration", kwargs=kwargs)


def _shown_kinds() -> list[type[Binnable]]:
    return [model for model in kinds() if hasattr(model._default_manager.none(), "visible_to")]


def _visible(model: type[Binnable], reader: Reader) -> models.QuerySet[Binnable]:
    rows: Any = model._default_manager.all()
    visible: models.QuerySet[Binnable] = rows.visible_to(reader)
    return visible


def _of_kind(model: type[Binnable], reader: Reader) -> list[BinnedThing]:
    visible = _visible(model, reader).exclude(binned_at=None)
    kind, what = str(model._meta.model_name), str(model._meta.verbose_name)
    return [
        BinnedThing(kind, what, str(row), row.pk, row.binned_at)
        for row in visible.order_by("-binned_at")[:SHOWN]
        if row.binned_at
    ]
