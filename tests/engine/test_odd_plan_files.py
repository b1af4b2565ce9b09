"""Microsoft Project XML as other tools write it: parts missing, written otherwise, or wrong."""

import pytest

from rapport.engine.network import schedule
from rapport.integrations.planfiles import mspdi as reader
from tests.planning.mspdi import Row, calendar, mspdi


def _dates(content):
    placed = schedule(reader.read(content).schedule).by_uid()
    return {uid: (str(task.start)[5:16], str(task.finish)[5:16]) for uid, task in placed.items()}


PLAIN = mspdi([Row(1, "A"), Row(2, "B", after=[(1, "FS", 480)])])


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ('xmlns="http://schemas.microsoft.com/project"', ""),
        ('xmlns="http://schemas.microsoft.com/project"', 'xmlns="urn:something:else"'),
        ("<PredecessorUID>1</PredecessorUID>", "<PredecessorUID>\n 1 </PredecessorUID>"),
        ("PT8H0M0S", "PT8H"),
        ("PT8H0M0S", "PT7.5H30M"),
        ("PT8H0M0S", "PT480M0S"),
        ("2026-03-02T08:00:00", "2026-03-02T08:00:00Z"),
        ("2026-03-02T08:00:00", "2026-03-02T08:00:00.000"),
        ("<Milestone>0</Milestone>", "<ConstraintType>4</ConstraintType>"),
        (
            "<Milestone>0</Milestone>",
            "<ConstraintType>2</ConstraintType><ConstraintDate>0001-01-01T00:00:00</ConstraintDate>",
        ),
        ("<Milestone>0</Milestone>", "<Active>true</Active>"),
        ("<Milestone>0</Milestone>", "<CalendarUID>\n</CalendarUID><Deadline>NA</Deadline>"),
        ("<Milestone>0</Milestone>", "<DurationFormat>39</DurationFormat>"),
        ("<LagFormat>7</LagFormat>", ""),
        ("<Type>1</Type>", ""),
    ],
)
def test_a_file_written_otherwise_says_the_same(written, otherwise):
    content = PLAIN.decode().replace(written, otherwise)
    assert content != PLAIN.decode()
    assert _dates(content.encode()) == _dates(PLAIN)


def test_a_task_left_out_in_words_moves_nothing():
    more = "<Active>false</Active>"
    found = _dates(mspdi([Row(1, "A", 40, more=more), Row(2, "B", after=[(1, "FS", 0)])]))
    assert found["2"] == ("03-02 08:00", "03-02 17:00")


def test_the_outline_is_read_from_its_numbers_where_levels_are_missing():
    rows = [Row(1, "Phase"), Row(2, "Part", 16), Row(3, "Next")]
    content = mspdi(rows).decode().replace("<OutlineLevel>1</OutlineLevel>", "")
    for uid, number in ((1, "1"), (2, "1.1"), (3, "2")):
        content = content.replace(
            f"<UID>{uid}</UID>", f"<UID>{uid}</UID><OutlineNumber>{number}</OutlineNumber>"
        )
    plan = reader.read(content.encode()).schedule
    assert [task.parent for task in plan.tasks] == [None, "1", None]


def test_a_calendar_whose_base_is_missing_stands_on_the_usual_week():
    derived = (
        "<Calendar><UID>1</UID><Name>Ana</Name><IsBaseCalendar>0</IsBaseCalendar>"
        "<BaseCalendarUID>77</BaseCalendarUID></Calendar>"
    )
    assert _dates(mspdi([Row(1, "A")], calendars=derived))["1"] == ("03-02 08:00", "03-02 17:00")


def test_a_plan_laid_backwards_in_words_is_laid_backwards():
    said = (
        "<ScheduleFromStart>false</ScheduleFromStart><FinishDate>2026-03-20T17:00:00</FinishDate>"
    )
    assert _dates(mspdi([Row(1, "A")], project=said))["1"] == ("03-20 08:00", "03-20 17:00")


@pytest.mark.parametrize(
    ("kind", "starts"),
    [
        (("<Type>6</Type><DaysOfWeek>2</DaysOfWeek><Period>1</Period>"), "03-03 08:00"),
        (("<Type>4</Type><MonthDay>2</MonthDay><Period>1</Period>"), "03-03 08:00"),
        (("<Type>2</Type><Month>2</Month><MonthDay>2</MonthDay>"), "03-03 08:00"),
        (("<Type>5</Type><MonthItem>4</MonthItem><MonthPosition>0</MonthPosition>"), "03-03 08:00"),
        (("<Type>6</Type><DaysOfWeek>4</DaysOfWeek><Period>1</Period>"), "03-02 08:00"),
    ],
)
def test_exceptions_that_come_back_are_heeded(kind, starts):
    off = (
        "<Exceptions><Exception><TimePeriod><FromDate>2026-01-01T00:00:00</FromDate>"
        f"<ToDate>2026-12-31T23:59:00</ToDate></TimePeriod>{kind}<DayWorking>0</DayWorking>"
        "</Exception></Exceptions>"
    )
    plan = mspdi([Row(1, "A", 4)], calendars=calendar(1, "Std", "08:00", "16:00", more=off))
    assert _dates(plan)["1"][0] == starts


def test_links_of_summaries_manual_tasks_and_late_ones_are_dated_together():
    fixed = (
        "<Manual>1</Manual><ManualStart>2026-03-05T08:00:00</ManualStart>"
        "<ManualFinish>2026-03-05T17:00:00</ManualFinish>"
    )
    late = "<ConstraintType>1</ConstraintType>"
    found = _dates(
        mspdi([
            Row(1, "Phase"), Row(2, "Part", 16, level=2), Row(3, "After", after=[(1, "FS", 0)]),
            Row(4, "Fixed", more=fixed, after=[(3, "FS", 0)]), Row(5, "Late", more=late),
        ])
    )  # fmt: skip
    assert found == {
        "1": ("03-02 08:00", "03-03 17:00"),
        "2": ("03-02 08:00", "03-03 17:00"),
        "3": ("03-04 08:00", "03-04 17:00"),
        "4": ("03-05 08:00", "03-05 17:00"),
        "5": ("03-05 08:00", "03-05 17:00"),
    }


def test_dates_no_calendar_reaches_are_no_dates():
    content = PLAIN.decode().replace("<Milestone>0", "<Deadline>9999-12-31T00:00:00</Deadline><M>0")
    content = content.replace("</Milestone>", "</M>")
    assert reader.read(content.encode()).schedule.tasks[0].deadline is None
