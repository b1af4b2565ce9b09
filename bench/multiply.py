"""Make ten conversations of one inside the database: 200,000 are there in minutes, not in hours.

Each round copies the first rows with other ids and numbers, and everything that hangs on them: the
times stay, so that the copies lie among one another in every order of the list.
"""

from collections.abc import Mapping

from django.core.management.color import no_style
from django.db import connection, models

from rapport.inbox.models import Conversation, Labelling, Mention, Message, Participant
from rapport.search.models import SearchDocument
from rapport.workspaces.models import RunningNumber

# GIN takes a word of a row at a time; of all rows at once it is made many times as quickly.
INDEX = "search_words"
Shifts = Mapping[str, str]


def multiply(times: int) -> None:
    """So many of each conversation, and of its messages, people, labels and words."""
    if times < 2:
        return
    definition = _drop_index()
    counts = {model: _last(model) for model in MODELS}
    numbers = Conversation.objects.count()
    for n in range(1, times):
        shift = {model: n * last for model, last in counts.items()}
        for model in MODELS:
            _copy(model, _shifts(model, shift, n * numbers), up_to=counts[model])
    RunningNumber.objects.filter(series="conversation").update(last=times * numbers)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(MODELS)):
            cursor.execute(statement)
        if definition:
            cursor.execute(definition)


MODELS: tuple[type[models.Model], ...] = (
    Conversation, Participant, Message, Mention, Labelling, SearchDocument,
)  # fmt: skip


def _shifts(
    model: type[models.Model], shift: Mapping[type[models.Model], int], numbers: int
) -> Shifts:
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
            f" where id <= {up_to}{only}"
        )


def _last(model: type[models.Model]) -> int:
    return model._default_manager.order_by("-pk").values_list("pk", flat=True).first() or 0


def _drop_index() -> str:
    """On PostgreSQL; returns how it is made again."""
    if connection.vendor != "postgresql":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("select indexdef from pg_indexes where indexname = %s", [INDEX])
        [definition] = cursor.fetchone()
        cursor.execute(f"drop index {INDEX}")
        cursor.execute("set maintenance_work_mem = '256MB'")
    return str(definition)
