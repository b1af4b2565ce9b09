"""A page of the list is read from an index in its own order, however many rows there are."""

import pytest
from django.db import connection

from rapport.accounts.readers import reader_for
from rapport.inbox.queries import listing

pytestmark = pytest.mark.django_db
INDEXES = {
    "waiting": "inbox_turn",
    "mine": "inbox_mine",
    "client": "inbox_open",
    "snoozed": "inbox_snoozed",
    "closed": "inbox_closed",
    "aside": "inbox_aside",
    "all": "inbox_recent",
}


@pytest.fixture
def plan_of():
    """How the database goes about the one query of an act."""

    def explain(act) -> str:
        asked = []

        def hear(execute, sql, values, many, context):
            asked.append((sql, values))
            return execute(sql, values, many, context)

        with connection.execute_wrapper(hear):
            act()
        [(sql, values)] = asked
        words = "explain query plan" if connection.vendor == "sqlite" else "explain"
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                # A handful of rows is read whole, or sorted, by choice: here only without a way
                # along an index.
                for way in ("seqscan", "bitmapscan", "sort", "incremental_sort"):
                    cursor.execute(f"set local enable_{way} = off")
            cursor.execute(f"{words} {sql}", values)
            return "\n".join(str(row[-1]) for row in cursor.fetchall())

    return explain


@pytest.mark.parametrize("show", listing.FILTERS)
def test_each_filter_has_an_index_in_its_order(show, manager, plan_of):
    question = listing.Question(show)
    plan = plan_of(lambda: listing.page(question, reader_for(manager)))
    assert INDEXES[show] in plan or connection.vendor == "postgresql"
    assert "TEMP B-TREE" not in plan and "Sort" not in plan


@pytest.mark.parametrize("show", listing.FILTERS)
def test_so_has_the_list_beside_an_open_conversation(show, manager, plan_of):
    question = listing.Question(show)
    plan = plan_of(lambda: listing.beside(question, reader_for(manager), size=20))
    assert INDEXES[show] in plan or connection.vendor == "postgresql"
    assert "TEMP B-TREE" not in plan and "Sort" not in plan


def test_the_count_on_the_rail_reads_only_what_waits(manager, plan_of):
    plan = plan_of(lambda: listing.waiting_count(reader_for(manager)))
    assert "inbox_turn" in plan or connection.vendor == "postgresql"
