"""What is due follows other hours, holidays and closed days of the client."""

from datetime import UTC, date, datetime, time

import pytest

from rapport.calendars.models import WorkingPeriod
from rapport.calendars.operations import holidays
from rapport.cases.models import Case
from rapport.cases.operations import agreeing, opening, recounting, warning
from rapport.cases.operations.agreeing import Terms
from rapport.cases.queries.targets import Aim
from rapport.clients.operations import closures
from rapport.clients.operations.closures import Closed
from rapport.events.operations.stream import publish
from rapport.workspaces.operations import bin, workspaces
from rapport.workspaces.operations.workspaces import WorkspaceFacts

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@pytest.fixture
def opened(workspace, make, contact, admin, manager):
    """Due after nine hours; the office is open from nine to five."""

    def open_one(hours: str) -> Case:
        terms = Terms("Gold", {3: Aim(reply=540)}, clients=[contact.client], hours=hours)
        agreeing.make(workspace, terms, by=admin, at=MONDAY)
        return opening.open_case(
            make.conversation(contact), kind="question", by=manager, at=at(2, 9)
        )

    return open_one


def due(case: Case) -> datetime | None:
    case.refresh_from_db()
    return case.reply_due


def test_other_hours_move_what_is_due(workspace, opened, admin, run_jobs):
    case = opened("ours")
    assert due(case) == at(3, 10)
    WorkingPeriod.objects.bulk_create(
        WorkingPeriod(workspace=workspace, weekday=day, starts=time(9), ends=time(12))
        for day in range(1, 6)
    )
    publish("workspace.hours_changed", subject=workspace, by=admin, at=MONDAY, facts={})
    run_jobs()
    assert due(case) == at(4, 12)


def test_closed_days_of_the_client_count_where_it_was_agreed(opened, contact, manager, run_jobs):
    case = opened("both")
    day = date(2026, 3, 3)
    noted = closures.note(contact.client, Closed(day, day, "Fair"), by=manager, at=MONDAY)
    run_jobs()
    assert due(case) == at(4, 10)
    bin.put(noted, by=manager, at=MONDAY)
    run_jobs()
    assert due(case) == at(3, 10)


def test_elsewhere_they_change_nothing(opened, contact, manager, run_jobs):
    case = opened("ours")
    day = date(2026, 3, 3)
    closures.note(contact.client, Closed(day, day, "Fair"), by=manager, at=MONDAY)
    run_jobs()
    assert due(case) == at(3, 10)


def test_another_time_zone_moves_what_is_due(workspace, opened, admin, run_jobs):
    case = opened("ours")
    facts = WorkspaceFacts("Fernhill", workspace.language, "Pacific/Auckland", "EUR")
    workspaces.change(workspace, facts=facts, by=admin, at=MONDAY)
    run_jobs()
    assert due(case) == datetime(2026, 3, 3, 21, tzinfo=UTC), "ten o'clock there, on Wednesday"


def test_hours_that_move_nothing_tell_nobody_again(workspace, opened, admin, run_jobs):
    opened("ours")
    assert warning.tell_due(at=at(2, 16)) == 1
    holidays.add(workspace, date(2027, 12, 24), "Far away", by=admin, at=at(2, 16))
    recounting.recount(at=at(2, 16))
    assert warning.tell_due(at=at(2, 16)) == 0


def test_what_is_no_longer_used_up_is_told_when_it_is_again(workspace, opened, admin, run_jobs):
    opened("ours")
    assert warning.tell_due(at=at(2, 16)) == 1
    holidays.add(workspace, date(2026, 3, 2), "After all", by=admin, at=at(2, 16))
    recounting.recount(at=at(2, 16))
    assert [warning.tell_due(at=moment) for moment in (at(3, 15), at(3, 16))] == [0, 1]
