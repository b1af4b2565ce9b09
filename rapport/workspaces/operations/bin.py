"""The bin: deleting is a move that can be undone for 30 days."""

from datetime import datetime, timedelta

from django.db import transaction

from rapport.events.actor import Acts
from rapport.events.operations.stream import publish
from rapport.workspaces.models import Binnable

KEPT = timedelta(days=30)


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
    if model._default_manager.filter(pk=thing.pk).exclude(binned_at=None).update(binned_at=None):
        thing.binned_at = None
        publish(f"{model._meta.model_name}.restored", subject=thing, by=by, at=at)
