"""`python -m bench.multiply TIMES`: make so many conversations of each, inside the database:
200,000 are there in minutes, not in hours.

Each round copies the first rows with other ids and numbers, and everything that hangs on them: the
times stay, so that the copies lie among one another in every order of the list.
"""

import sys
from collections.abc import Mapping

import django

django.setup()

from django.core.management.color import no_style  # noqa: E402 - needs the apps
from django.db import connection, models  # noqa: E402

from bench.sorting import pack_all  # noqa: E402
from rapport.inbox.models import (  # noqa: E402
    Conversation,
    Following,
    Labelling,
    Mention,
    Message,
    Participant,
)
from rapport.insights.models import ConversationFact  # noqa: E402
from rapport.lib import statistics  # noqa: E402
from rapport.search.models import SearchDocument  # noqa: E402
from rapport.workspaces.models import RunningNumber, Workspace  # noqa: E402
from rapport.workspaces.scope import open_workspace  # noqa: E402

Shifts = Mapping[str, str]


def main(times: int) -> None:
    """In an installation that holds one company."""
    with open_workspace(Workspace.objects.get().pk):
        multiply(times)
        statistics.gather()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # As time would do it, and not while something is measured.
            cursor.execute("vacuum")


def multiply(times: int) -> None:
    """So many of each conversation, and of its messages, people, labels, words and facts."""
    if times < 2:
        return
    definitions = _drop_indexes()
    counts = {model: _last(model) for model in MODELS}
    numbers = Conversation.objects.count()
    for n in range(1, times):
        shift = {model: n * last for model, last in counts.items()}
        for model in MODELS:
            _copy(model, _shifts(model, shift, n * numbers), up_to=counts[model])
    RunningNumber.objects.filter(series="conversation").update(last=times * numbers)
    pack_all()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(MODELS)):
            cursor.execute(statement)
        for definition in definitions:
            cursor.execute(definition)


MODELS: tuple[type[models.Model], ...] = (
    Conversation, Participant, Message, Mention, Labelling, Following, SearchDocument,
    ConversationFact,
)  # fmt: skip


def _shifts(
    model: type[models.Model], shift: Mapping[type[models.Model], int], numbers: int
) -> Shifts:
    if model is ConversationFact:
        # Of ten times as many some take as long as no other.
        later = f"(conversation_id * 31 + {numbers}) % 97"
        return {
            "conversation_id": f"conversation_id + {shift[Conversation]}",
            "first_reply": f"first_reply + {later}", "resolution": f"resolution + {later}",
        }  # fmt: skip
    own = {"id": f"id + {shift[model]}"}
    if model is Conversation:
        token = "lower(hex(randomblob(13)))"
        if connection.vendor == "postgresql":
            token = "left(md5(id::text || random()::text), 26)"
        return own | {"number": f"number + {numbers}", "token": token}
    if model is SearchDocument:
        return own | {"record_id": f"record_id + {shift[Message]}"}
    hangs = own | {"conversation_id": f"conversation_id + {shift[Conversation]}"}
    if model is Message:
        return hangs | {"message_id": f"message_id || '{numbers}'"}
    if model is Mention:
        return hangs | {"identifier": f"identifier || '{numbers}'"}
    return hangs


def _copy(model: type[models.Model], shifts: Shifts, *, up_to: int) -> None:
    table = model._meta.db_table
    columns = [field.column for field in model._meta.concrete_fields]
    values = [shifts.get(column, f'"{column}"') for column in columns]
    names = ", ".join(f'"{column}"' for column in columns)
    only = " and kind = 'message'" if model is SearchDocument else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f'insert into "{table}" ({names}) select {", ".join(values)} from "{table}"'
            f' where "{model._meta.pk.column}" <= {up_to}{only}'
        )


def _last(model: type[models.Model]) -> int:
    return model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0


def _drop_indexes() -> list[str]:
    """On PostgreSQL, all that stand for no constraint; returns how they are made again. Of all rows
    at once that is many times as quick as with each row, of words above all."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "select indexname, indexdef from pg_indexes where tablename = any(%s)"
            " and indexname not in (select conname from pg_constraint)",
            [[model._meta.db_table for model in MODELS]],
        )
        found = dict(cursor.fetchall())
        for name in found:
            cursor.execute(f'drop index "{name}"')
        cursor.execute("set maintenance_work_mem = '256MB'")
    return list(found.values())


if __name__ == "__main__":
    main(int(sys.argv[1]))
