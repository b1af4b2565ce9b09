"""Keep the index in step with the records."""

from collections.abc import Collection
from datetime import datetime

from django.db import models, transaction

from rapport.lib.inserting import insert_or_change
from rapport.search import engines
from rapport.search.models import SearchDocument
from rapport.search.sources import SOURCES, Source

BATCH = 500
KEY = ["kind", "record_id"]
WORDS = ["client_id", "project_id", "title", "body", "changed_at"]


@transaction.atomic(savepoint=False)
def put(kind: str, ids: Collection[int], *, at: datetime) -> int:
    """Index these records as they are now; those that are gone or binned leave the index."""
    source = SOURCES[kind]
    rows = list(_live(source).filter(pk__in=ids))
    gone = set(ids) - {row.pk for row in rows}
    if gone:
        SearchDocument.objects.filter(kind=kind, record_id__in=gone).delete()
    SearchDocument.objects.bulk_create(
        [_document(kind, source, row, at) for row in rows],
        update_conflicts=True,
        unique_fields=KEY,
        update_fields=WORDS,
        batch_size=BATCH,
    )
    return len(rows)


def put_held(kind: str, row: models.Model, *, at: datetime) -> None:
    """Index one record that the act has in its hands, as it is stored now."""
    document = _document(kind, SOURCES[kind], row, at)
    insert_or_change(document, key=KEY, change=WORDS)


def catch_up(*, at: datetime) -> int:
    """Index every record of the open workspace that is not yet in the index; returns how many."""
    return sum(_catch_up(kind, source, at) for kind, source in SOURCES.items())


def _catch_up(kind: str, source: Source, at: datetime) -> int:
    """By portions of the records and never by a join: its plan would hang on statistics that a
    database just filled does not have."""
    done = last = 0
    while ids := list(_after(last, source).values_list("pk", flat=True)[:BATCH]):
        known = SearchDocument.objects.filter(kind=kind, record_id__in=ids)
        missing = set(ids) - set(known.values_list("record_id", flat=True))
        if missing:
            done += put(kind, sorted(missing), at=at)
        last = ids[-1]
    return done


def _after(pk: int, source: Source) -> models.QuerySet[models.Model]:
    return _live(source).filter(pk__gt=pk).order_by("pk")


def _live(source: Source) -> models.QuerySet[models.Model]:
    rows = source.model._default_manager.all()
    if source.related:
        rows = rows.select_related(*source.related)
    fields = {field.name for field in source.model._meta.fields}
    if "binned_at" in fields:
        rows = rows.filter(binned_at=None)
    if "conversation" in fields:
        rows = rows.filter(conversation__binned_at=None)
    return rows


def _document(kind: str, source: Source, row: models.Model, at: datetime) -> SearchDocument:
    text = source.describe(row)
    workspace_id: int = row.workspace_id  # type: ignore[attr-defined]
    return SearchDocument(
        workspace_id=workspace_id,
        tenant=engines.tenant(workspace_id, is_record=kind != SearchDocument.Kind.MESSAGE),
        kind=kind,
        record_id=row.pk,
        client_id=text.client_id,
        project_id=text.project_id,
        title=text.title,
        body=text.body,
        changed_at=at,
    )
