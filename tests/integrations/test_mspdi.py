import time
from datetime import date, datetime
from io import BytesIO

import pytest

from rapport.engine.network import schedule
from rapport.engine.plan import OFFICE_DAY, CalendarException, Link, Recurrence, Split
from rapport.integrations.planfiles import mspdi, mspdi_elements
from rapport.integrations.planfiles.records import PlanFileError, PlanLink, PlanPerson

from .mspdi_files import calendar, day, fields, link, project, resources, task


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def plan(*tasks: str, **values: object):
    return mspdi.read(project("".join(tasks), **values)).schedule


def test_tasks_come_with_their_outline_durations_and_links():
    file = mspdi.read(
        project(
            task(0, OutlineLevel=0, Name="Launch")
            + task(1, Name="Build", WBS="1")
            + task(2, OutlineLevel=2, Duration="PT16H0M0S", Notes="By hand")
            + task(3, link(2, Type=1, LinkLag=4800, LagFormat=7), OutlineLevel=2, Milestone=1)
        )
    )
    assert (file.source, file.name, file.start) == ("mspdi", "Launch", date(2026, 3, 2))
    assert [(one.uid, one.parent) for one in file.tasks] == [("1", None), ("2", "1"), ("3", "1")]
    assert (file.tasks[1].duration_minutes, file.tasks[1].description) == (960, "By hand")
    assert file.tasks[2].milestone and file.tasks[2].links == (PlanLink("2", "FS", 480),)


def test_what_is_done_comes_along():
    done = task(
        1, Duration="PT8H0M0S", PercentComplete=100, ActualWork="PT9H0M0S", Work="PT9H0M0S",
        ActualStart="2026-03-03T08:00:00", ActualFinish="2026-03-04T17:00:00",
    )  # fmt: skip
    begun = task(
        2, Duration="PT8H0M0S", PercentComplete=25, ActualStart="2026-03-03T08:00:00",
        Start="2026-03-03T08:00:00", Finish="2026-03-03T17:00:00", Deadline="2026-03-06T17:00:00",
    )  # fmt: skip
    first, second = mspdi.read(project(done + begun)).tasks
    assert (first.state, first.finished_on, first.spent_minutes) == ("done", date(2026, 3, 4), 540)
    assert (second.state, second.percent_complete, second.due) == ("doing", 25, date(2026, 3, 6))
    assert (second.start, second.finish) == (date(2026, 3, 3), date(2026, 3, 3))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"Type": 0}, Link("1", "2", "FF")),
        ({"Type": 2}, Link("1", "2", "SF")),
        ({"Type": 3, "LinkLag": -600, "LagFormat": 5}, Link("1", "2", "SS", -60)),
        ({"LinkLag": 14400, "LagFormat": 8}, Link("1", "2", "FS", 1440, "elapsed")),
        ({"LinkLag": 50, "LagFormat": 19}, Link("1", "2", "FS", 50, "percent")),
        ({"LinkLag": 50, "LagFormat": 52}, Link("1", "2", "FS", 50, "percent", True)),
    ],
)
def test_every_kind_of_link_is_read(values, expected):
    assert plan(task(1), task(2, link(1, **values))).links == (expected,)


@pytest.mark.parametrize(
    ("number", "kind"),
    list(enumerate(["ASAP", "ALAP", "MSO", "MFO", "SNET", "SNLT", "FNET", "FNLT"])),
)
def test_every_constraint_is_read(number, kind):
    one = plan(task(1, ConstraintType=number, ConstraintDate="2026-03-05T08:00:00")).tasks[0]
    assert (one.constraint, one.constraint_at) == (kind, at("2026-03-05T08:00"))


@pytest.mark.parametrize(
    ("kind", "keeps"),
    [({"Type": 0}, "units"), ({"Type": 1}, "duration"), ({"Type": 2}, "work"), ({}, "units"),
     ({"Type": 9}, "units")],
)  # fmt: skip
def test_the_type_of_a_task_says_what_it_keeps(kind, keeps):
    assert mspdi.read(project(task(1, **kind))).tasks[0].keeps == keeps


def test_calendars_come_with_exceptions_weeks_and_bases():
    period = "<TimePeriod>" + fields(FromDate="2026-12-24T00:00:00", ToDate="2026-12-26T23:59:00")
    period += "</TimePeriod>"
    weekly = fields(Type=6, Period=2, DaysOfWeek=32, DayWorking=0)
    base = calendar(
        1,
        f"<WeekDays>{day(2, ('22:00:00', '00:00:00'))}{day(0, inner=period)}</WeekDays>"
        f"<Exceptions><Exception>{period}{weekly}</Exception></Exceptions>"
        f"<WorkWeeks><WorkWeek>{period}<WeekDays>{day(3)}</WeekDays></WorkWeek></WorkWeeks>",
    )
    own = calendar(2, f"<WeekDays>{day(6)}</WeekDays>", base=1)
    first, second = plan(task(1), calendars=base + own).calendars
    assert first.days[0] == ((1320, 1440),)
    christmas = (date(2026, 12, 24), date(2026, 12, 26))
    rule = Recurrence("weekly", 2, weekdays=frozenset({4}))
    assert first.exceptions == (
        CalendarException(*christmas, (), rule),
        CalendarException(*christmas),
    )
    assert (first.weeks[0].first, first.weeks[0].days[1]) == (christmas[0], ())
    assert (second.base, second.days[4], second.days[0]) == ("1", (), None)


def test_a_working_day_without_hours_has_the_usual_ones():
    bare = f"<WeekDays><WeekDay>{fields(DayType=7, DayWorking=1)}</WeekDay></WeekDays>"
    assert plan(task(1), calendars=calendar(1, bare)).calendars[0].days[5] == OFFICE_DAY


def test_the_calendar_of_the_one_who_works_decides():
    night = calendar(
        2, "<WeekDays>" + "".join(day(n, ("20:00:00", "00:00:00")) for n in range(1, 8))
        + "</WeekDays>",
    )  # fmt: skip
    people = (
        f"<Resource>{fields(UID=7, Name='Ada', EmailAddress='ada@x.io', CalendarUID=2)}</Resource>"
    )
    work = fields(UID=1, TaskUID=1, ResourceUID=7, Units=1, Work="PT8H0M0S")
    tail = resources(people, assignments=f"<Assignment>{work}</Assignment>")
    content = project(task(1, Duration="PT8H0M0S"), calendars=night.join(("", "")), tail=tail)
    file = mspdi.read(content)
    assert file.people == (PlanPerson("Ada", "ada@x.io"),)
    assert file.tasks[0].assignees == ("Ada",)
    assert file.schedule is not None
    assert schedule(file.schedule).tasks[0].finish == at("2026-03-04T00:00")


def test_a_manual_task_keeps_the_dates_of_the_file():
    put = task(1, Manual=1, ManualStart="2026-03-09T08:00:00", ManualFinish="2026-03-09T17:00:00")
    assert schedule(plan(put)).tasks[0].start == at("2026-03-09T08:00")


def test_the_schedule_does_not_rest_on_the_dates_the_file_was_saved_with():
    saved = {
        "Duration": "PT8H0M0S",
        "Start": "2031-01-01T08:00:00",
        "Finish": "2031-02-01T17:00:00",
    }
    moved = schedule(plan(task(1, **saved), task(2, link(1), **saved)))
    assert [one.start for one in moved.tasks] == [at("2026-03-02T08:00"), at("2026-03-03T08:00")]


def test_a_date_that_stands_for_no_date_is_forgotten():
    blank = "1984-01-01T00:00:00"
    one = plan(
        task(1, PercentComplete=0, RemainingDuration="PT8H0M0S", ActualFinish=blank, Deadline=blank)
    ).tasks[0]
    assert one.actual_finish is None and one.deadline is None


def test_numbers_and_dates_that_are_none_are_taken_as_absent():
    one = plan(
        task(1, Duration="soon", ConstraintDate="never", Priority="high", Start="9999")
    ).tasks
    assert (one[0].duration_minutes, one[0].constraint_at, one[0].priority) == (0, None, 500)


@pytest.mark.parametrize("hours", ["9" * 400, "9" * 12])
def test_a_duration_without_measure_is_taken_as_absent(hours):
    values = {"Duration": f"PT{hours}H0M0S", "Work": f"PT{hours}H0M0S"}
    [one] = mspdi.read(project(task(1, **values))).tasks
    assert (one.duration_minutes, one.work_minutes) == (0, None)


def test_empty_rows_are_skipped():
    assert [one.uid for one in plan(task(1), task(2, IsNull=1), "<Task/>").tasks] == ["1"]


def test_a_file_without_a_namespace_or_in_utf_16_is_read_too():
    content = project(task(1)).decode()
    bare = content.replace(' xmlns="http://schemas.microsoft.com/project"', "")
    wide = content.replace("UTF-8", "UTF-16").encode("utf-16")
    assert [one.uid for one in mspdi.read(bare.encode()).tasks] == ["1"]
    assert [one.uid for one in mspdi.read(BytesIO(wide)).tasks] == ["1"]


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"\xff\xd8\xff\xe0 JFIF", "not a Microsoft Project"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "save it as XML there first"),
        (b"name;due\nBuild;monday\n", "not a Microsoft Project"),
        (b"<html><body>Sign in</body></html>", "not a Microsoft Project"),
        (b"<a><Project><Tasks><Task><UID>1</UID></Task></Tasks></Project></a>", "not a Microsoft"),
        (project(task(1))[:-30], "damaged"),
        (project(""), "no tasks"),
        (project(task(1), StartDate=""), "when it begins"),
        (
            f'<!DOCTYPE Project [<!ENTITY e0 "x">{BOMB}]><Project>&e11;</Project>'.encode(),
            "document type",
        ),
        (
            b'<!DOCTYPE Project SYSTEM "http://127.0.0.1:9/x.dtd"><Project><Tasks/></Project>',
            "document type",
        ),
        (
            b'<!DOCTYPE Project [<!ENTITY f SYSTEM "file:///etc/passwd">]><Project><Title>&f;'
            b"</Title><Tasks><Task><UID>1</UID></Task></Tasks></Project>",
            "document type",
        ),
        (project("<x>" * 5000 + "</x>" * 5000), "damaged"),
    ],
)
def test_what_is_no_plan_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(PlanFileError, match=sentence) as caught:
        mspdi.read(content)
    assert str(caught.value).endswith(".")


def test_a_file_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(mspdi_elements, "MOST_BYTES", 100_000)
    with pytest.raises(PlanFileError, match="too big"):
        mspdi.read(project(task(1) * 2000))


def test_a_flood_of_tasks_is_refused(monkeypatch):
    monkeypatch.setattr(mspdi_elements, "MOST_TASKS", 10)
    with pytest.raises(PlanFileError, match="more than 10 tasks"):
        mspdi.read(project("".join(task(n) for n in range(1, 20))))


def test_a_long_plan_is_read_quickly():
    extra = fields(**{f"Field{number}": number for number in range(40)})
    tasks = "".join(task(n, extra + (link(n - 1) if n > 1 else "")) for n in range(1, 5001))
    content = project(tasks)
    before = time.process_time()
    assert len(mspdi.read(content).tasks) == 5000
    assert time.process_time() - before < 2


@pytest.mark.parametrize(
    ("said", "percent"),
    [({"EarnedValueMethod": 1, "PhysicalPercentComplete": 30}, 30), ({"EarnedValueMethod": 1}, 0),
     ({"EarnedValueMethod": 0, "PhysicalPercentComplete": 30}, None), ({}, None),
     ({"EarnedValueMethod": 1, "PhysicalPercentComplete": 900}, 100)],
)  # fmt: skip
def test_physical_percent_complete_counts_where_the_task_earns_by_it(said, percent):
    assert mspdi.read(project(task(1, **said))).tasks[0].physical_percent == percent


def piece(start: str, finish: str, hours: int, kind: int = 1) -> str:
    days = fields(
        Type=kind, UID=1, Start=f"2026-03-{start}:00:00", Finish=f"2026-03-{finish}:00:00"
    )
    return f"<TimephasedData>{days}<Unit>2</Unit><Value>PT{hours}H0M0S</Value></TimephasedData>"


def split_task(*pieces: str, also: str = "", unit: int = 7, **values: object):
    """Three days of work from Monday the 2nd to Monday the 9th, as Project saves them."""
    said = {"UID": 1, "TaskUID": 1, "ResourceUID": 7, "Units": 1, "Work": "PT24H0M0S",
            "WorkContour": 8, "Start": "2026-03-02T08:00:00",
            "Finish": "2026-03-09T17:00:00"} | values  # fmt: skip
    people = "".join(f"<Resource>{fields(UID=n, Name=f'P{n}')}</Resource>" for n in (7, 8))
    work = f"<Assignment>{fields(**said)}{''.join(pieces)}</Assignment>{also}"
    return mspdi.read(
        project(
            task(1, Duration="PT24H0M0S", DurationFormat=unit),
            tail=resources(people, assignments=work),
        )
    )


DAYS = (piece("02T08", "03T08", 8), piece("03T08", "03T17", 8), piece("09T08", "09T17", 8))


@pytest.mark.parametrize("rest", [(), (piece("03T17", "05T08", 0), piece("05T08", "09T08", 0))])
def test_days_on_which_nothing_is_done_are_a_pause(rest):
    file = split_task(*DAYS[1:], *rest, DAYS[0])
    one = file.schedule.tasks[0]
    assert one.splits == (Split(960, 3 * 480),)
    assert [part.duration_minutes for part in one.assignments] == [1440]
    assert schedule(file.schedule).tasks[0].finish == at("2026-03-09T17:00")
    assert (file.tasks[0].units, file.left_out) == ((1,), {})


OTHER = {"UID": 2, "TaskUID": 1, "ResourceUID": 8, "Units": 1, "Work": "PT24H0M0S"}


LATER = (piece("03T08", "03T17", 8), piece("04T08", "04T17", 8), piece("09T08", "09T17", 8))


@pytest.mark.parametrize(
    ("pieces", "values"),
    [
        ((), {}),  # how long they are is known, and not where
        (LATER, {}),
        (DAYS[:2], {}),
        ((piece("02T08", "03T17", 8), piece("06T08", "09T17", 8)), {}),  # uneven, and too long
        (DAYS, {"also": f"<Assignment>{fields(**OTHER)}</Assignment>"}),  # another works on
    ],
)
def test_where_pieces_do_not_tell_when_all_rest_the_dates_stay_those_of_the_file(pieces, values):
    file = split_task(*pieces, **values)
    assert file.schedule.tasks[0].splits == ()
    assert schedule(file.schedule).tasks[0].finish == at("2026-03-09T17:00")
    assert file.left_out == {"by_the_day": 1}


def test_uneven_work_keeps_its_pauses_and_is_said_to_lose_its_days():
    uneven = (piece("02T08", "03T08", 6), piece("03T08", "03T17", 8), piece("09T08", "09T17", 10))
    file = split_task(*uneven)
    assert file.schedule.tasks[0].splits == (Split(960, 3 * 480),)
    assert file.left_out == {"by_the_day": 1}


def test_what_runs_around_the_clock_does_not_pause():
    file = split_task(*DAYS, unit=8)
    assert file.schedule.tasks[0].splits == ()
    assert schedule(file.schedule).tasks[0].finish == at("2026-03-03T08:00")
