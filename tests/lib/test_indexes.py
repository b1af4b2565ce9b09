"""Each index is paid for at every insert, so each must serve something no other serves."""

import pytest
from django.apps import apps
from django.db import connection

pytestmark = pytest.mark.django_db


def _ours():
    return [
        model._meta.db_table
        for config in apps.get_app_configs()
        if config.name.startswith("rapport.")
        for model in config.get_models(include_auto_created=True)
    ]


def test_no_index_of_one_column_is_the_beginning_of_another():
    doubled = []
    with connection.cursor() as cursor:
        for table in _ours():
            found = connection.introspection.get_constraints(cursor, table)
            whole = {
                name: told["columns"]
                for name, told in found.items()
                if (told["index"] or told["unique"] or told["primary_key"])
                and told["columns"]
                and not _is_partial(cursor, name)
                and not name.endswith("_like")
            }
            doubled += [
                f"{table}: {name} by {other}"
                for name, columns in whole.items()
                for other, wider in whole.items()
                if len(columns) == 1 and wider[:1] == columns and name != other
                if not found[name]["unique"]
            ]
    assert doubled == []


def _is_partial(cursor, name: str) -> bool:
    if connection.vendor == "sqlite":
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
    else:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [name])
    row = cursor.fetchone()
    return bool(row and row[0] and " WHERE " in row[0].upper())
