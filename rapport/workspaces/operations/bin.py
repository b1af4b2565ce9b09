"""The bin: deleting is a move that can be undone for 30 days."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from rapport.events.actor import SYSTEM, Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.workspaces import events
from rapport.workspaces.models import Binnable, Workspace

KEPT = timedelta(days=30)


# What must be done with a row before it is deleted for good, by its model.
_farewells: dict[type[Binnable], Callable[..., Any]] = {}


class PlaceTaken(Refused):
    """Something new has the name or address that the binned thing had."""


@transaction.atomic
def put(thing: Binnable, *, by: Acts, at: datetime) -> None:
    """Move a row to the bin. Binning a binned row changes nothing."""
    model = type(thing)
    if model._default_manager.filter(pk=thing.pk, binned_at=None).update(binned_at=at):
        thing.binned_at = at
        publish(f"{model._meta.model_name}.binned", subject=thing, by=by, at=at)


@transaction.atomic
def restore(thing: Binnable, *, by: Acts, at: datetime) -> None:
    """Take a row out of the bin. Restoring a live row changes nothing."""
    model = type(thing)
    rows = model._default_manager.filter(pk=thing.pk).exclude(binned_at=None)
    try:
        with transaction.atomic():
            restored = rows.update(binned_at=None)
    except IntegrityError:
        raise PlaceTaken(
            _("“%(name)s” cannot come back: something new has taken its place.") % {"name": thing}
        ) from None
    if restored:
        thing.binned_at = None
        publish(f"{model._meta.model_name}.restored", subject=thing, by=by, at=at)


def kinds() -> list[type[Binnable]]:
    """Every model whose rows can be binned."""
    return [model for model in apps.get_models() if issubclass(model, Binnable)]


def before_letting_go(model: type[Binnable], farewell: Callable[..., Any]) -> None:
    """Have an operation (`by`, `at`) called for each row of a kind before it goes for good.

    For what deletion alone would leave behind: copies of a person's name, bytes on the disk.
    """
    _farewells[model] = farewell


def empty(workspace: Workspace, *, at: datetime) -> dict[str, int]:
    """Delete what lay in the bin for 30 days; what other records still need stays. Counts by kind.

    Goes over the kinds until nothing more can go, because one may hold another.
    """
    gone: dict[str, int] = {}
    progress = True
    while progress:
        progress = False
        for model in kinds():
            deleted = _delete_old(model, at)
            if deleted:
                progress = True
                name = model._meta.label_lower
                gone[name] = gone.get(name, 0) + deleted
    if gone:
        with transaction.atomic():
            publish(events.WORKSPACE_BIN_EMPTIED, subject=workspace, by=SYSTEM, at=at, facts=gone)
    return gone


def _delete_old(model: type[Binnable], at: datetime) -> int:
    deleted = 0
    farewell = _farewells.get(model)
    for row in model._default_manager.filter(binned_at__lt=at - KEPT):
        if farewell:
            farewell(row, by=SYSTEM, at=at)
        try:
            with transaction.atomic():
                row.delete()
        except (models.ProtectedError, models.RestrictedError):
            continue
        deleted += 1
    return deleted
