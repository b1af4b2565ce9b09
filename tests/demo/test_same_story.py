"""The same seed and day tell the same story, and its events name nobody."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from rapport.cases.models import Case
from rapport.clients.models import Closure
from rapport.demo.operations import removal
from rapport.demo.story.telling import SEED, tell
from rapport.events.models import Event
from rapport.feedback.models import Answer
from rapport.inbox.models import Conversation, Message
from rapport.planning.models import Baseline, Risk, ScheduleRow, TaskCost
from rapport.portfolio.models import Way
from rapport.projects.models import Helper, Task
from rapport.promises.models import Promise
from rapport.reports.models import StatusReport
from rapport.resourcing.models import Booking, TaskSkill
from rapport.timesheets.models import TimeEntry
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace

TODAY = date(2026, 3, 4)
# What facts may hold as words: codes, moments and hashes. No blank, no @, no capital letter of a
# name.
CODE = re.compile(r"[a-z][a-z0-9_.]*|FS|SS|FF|SF|[0-9a-f]{64}|")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)?)?")
PATH = re.compile(r"/p/[a-z0-9-]+/[A-Za-z0-9/_-]*")


def words_in(value: object) -> Iterator[str]:
    """Every string inside facts, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inside in value.items():
            yield from words_in(inside)
            if not key.isdigit():
                yield key
    elif isinstance(value, list):
        for inside in value:
            yield from words_in(inside)


def course_of(workspace: Workspace) -> dict[str, Counter[tuple[object, ...]]]:
    """What was told, without ids and secrets."""
    with open_workspace(workspace.pk):
        rows = {
            "events": Event.objects.filter(workspace_id=workspace.pk).values_list(
                "verb", "actor_kind", "subject_kind", "at"
            ),
            "messages": Message.objects.values_list("subject", "text", "written_at", "kind"),
            "conversations": Conversation.objects.values_list("number", "subject", "turn"),
            "cases": Case.objects.values_list("number", "kind", "priority", "closed_at"),
            "tasks": Task.objects.values_list("project__key", "number", "name", "state"),
            "dates": ScheduleRow.objects.values_list(
                "task__project__key", "task__number", "start", "finish"
            ),
            "promises": Promise.objects.values_list("number", "state", "due_on"),
            "answers": Answer.objects.values_list("score", "sentence"),
            "reports": StatusReport.objects.values_list("number", "project__key"),
            "time": TimeEntry.objects.values_list("day", "minutes", "note"),
            "baselines": Baseline.objects.values_list("project__key", "tasks", "finish"),
            "costs": TaskCost.objects.values_list("task__number", "likely", "hourly"),
            "risks": Risk.objects.values_list("project__key", "name", "percent", "delay_likely"),
            "ways": Way.objects.values_list("number", "what", "duration_minutes", "price"),
            "skills": TaskSkill.objects.values_list("task__number", "skill__name", "level"),
            "helpers": Helper.objects.values_list("task__number", "percent"),
            "closures": Closure.objects.values_list("client__key", "first", "last", "name"),
            "bookings": Booking.objects.values_list("number", "first", "last", "firmness"),
        }
        return {name: Counter(found) for name, found in rows.items()}


def names_in(workspace: Workspace) -> set[tuple[str, str]]:
    """Verb and word of what is neither a code, a moment nor a hash."""
    rows = Event.objects.filter(workspace_id=workspace.pk).values_list("verb", "facts")
    return {(verb, word) for verb, facts in rows for word in words_in(facts) if not is_code(word)}


def is_code(word: str) -> bool:
    return any(shape.fullmatch(word) for shape in (CODE, MOMENT, PATH))


@pytest.mark.parametrize("word", ["Ines", "Ines Prado", "ines@x.example", "Label proofs", "3 days"])
def test_a_name_an_address_or_a_sentence_is_no_code(word):
    assert not is_code(word)


# Told twice, it takes what a hundred tests take.
@pytest.mark.sweep
def test_the_same_seed_and_day_tell_the_same_story_whose_events_name_nobody(db, tmp_path):
    first = tell(seed=SEED, today=TODAY)
    course = course_of(first)
    assert all(course.values())
    assert not names_in(first)
    removal.remove(first)
    again = course_of(tell(seed=SEED, today=TODAY))
    for name, rows in course.items():
        assert again[name] == rows, name
