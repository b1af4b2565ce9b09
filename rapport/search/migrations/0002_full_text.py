"""The full-text index beside the table: FTS5 kept by triggers, or a generated tsvector."""

from django.db import migrations

SQLITE = [
    """
    create virtual table search_index using fts5(
        title, body, tenant, content='search_searchdocument', content_rowid='id',
        tokenize='unicode61 remove_diacritics 2', prefix='2 3'
    )
    """,
    """
    create trigger search_added after insert on search_searchdocument begin
        insert into search_index(rowid, title, body, tenant)
        values (new.id, new.title, new.body, new.tenant);
    end
    """,
    """
    create trigger search_removed after delete on search_searchdocument begin
        insert into search_index(search_index, rowid, title, body, tenant)
        values ('delete', old.id, old.title, old.body, old.tenant);
    end
    """,
    """
    create trigger search_changed after update on search_searchdocument begin
        insert into search_index(search_index, rowid, title, body, tenant)
        values ('delete', old.id, old.title, old.body, old.tenant);
        insert into search_index(rowid, title, body, tenant)
        values (new.id, new.title, new.body, new.tenant);
    end
    """,
]
SQLITE_BACK = [
    "drop trigger search_added",
    "drop trigger search_removed",
    "drop trigger search_changed",
    "drop table search_index",
]
POSTGRES = [
    "create extension if not exists btree_gin",
    # With the shelf on which a row stands, so that the newest can be asked alone; nobody's word
    # begins with its sign.
    """
    alter table search_searchdocument add column words tsvector generated always as (
        setweight(to_tsvector('simple', left(title, 5000)), 'A')
        || setweight(to_tsvector('simple', left(body, 200000)), 'B')
        || array_to_tsvector(array['#' || (id / 8192)::text])
    ) stored
    """,
    # Every search reads what has yet to be sorted into the index: of 4 MB, the server's own measure,
    # ten times as long as the index itself. Sorting in oftener costs a mail 0.03 ms.
    """
    create index search_words on search_searchdocument using gin (workspace_id, words)
    with (gin_pending_list_limit = 256)
    """,
    # Clients, people, projects and tasks are few beside messages, and always all asked.
    """
    create index search_names on search_searchdocument using gin (workspace_id, words)
    where kind <> 'message'
    """,
]
POSTGRES_BACK = ["alter table search_searchdocument drop column words"]


def _run(statements):
    def forwards(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return forwards


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.RunPython(
            _run({"sqlite": SQLITE, "postgresql": POSTGRES}),
            _run({"sqlite": SQLITE_BACK, "postgresql": POSTGRES_BACK}),
        )
    ]
