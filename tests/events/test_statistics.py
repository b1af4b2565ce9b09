"""The database knows how far its indexes tell rows apart, and takes the one that does."""

import pytest
from django.utils.timezone import now

from rapport.events.tasks import gather_statistics
from rapport.search.models import SearchDocument

pytestmark = pytest.mark.django_db


@pytest.fixture
def documents(manager):
    made = {"workspace": manager.workspace, "kind": "task", "tenant": "w", "changed_at": now()}
    rows = (SearchDocument(record_id=n, title=f"Task {n}", **made) for n in range(2000))
    return [row.pk for row in SearchDocument.objects.bulk_create(rows)]


def test_rows_named_by_their_ids_are_found_by_their_ids(documents):
    gather_statistics()
    plan = SearchDocument.objects.filter(pk__in=documents[:32]).explain()
    assert "PRIMARY KEY" in plan or "search_searchdocument_pkey" in plan
