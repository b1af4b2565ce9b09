"""The plan's table by hand: links as they are written, cells in bulk, rows and their places."""

import json
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.events.models import Event
from rapport.planning.operations import scheduling
from rapport.projects.durations import Lag
from rapport.projects.models import Dependency, Task
from rapport.projects.waits import KINDS, NotRead, Wait, read, shown

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
URL = "/w/fernhill/projects/KTB/plan/"
LAGS = st.one_of(
    st.builds(Lag, st.integers(-50_000, 50_000), is_elapsed=st.booleans()),
    st.builds(
        lambda percent, is_elapsed: Lag(0, percent, is_elapsed),
        st.integers(-500, 500).filter(bool).map(float),
        st.booleans(),
    ),
)


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, key="KTB", starts_on=date(2026, 3, 2))


@pytest.fixture
def rows(make, project):
    found = [make.task(project, name) for name in ("Design", "Build", "Test", "Launch")]
    scheduling.reschedule(project, at=NOW)
    return found


@pytest.fixture
def send(manager, browse):
    """Post as the manager, as an element does; answers with the undo that was offered."""
    browser = browse(manager)

    def send(path, **fields):
        answer = browser.post(f"{URL}{path}", fields, headers={"HX-Request": "true"})
        answer.undo = (
            json.loads(answer.headers.get("HX-Trigger", "{}")).get("toast", {}).get("undo")
        )
        return answer

    send.undo = lambda answer: browser.post(answer.undo, headers={"HX-Request": "true"})
    return send


def _order(project):
    rows = Task.objects.live().filter(project=project).order_by("position")
    return [(row.name, row.parent.name if row.parent else None) for row in rows]


def _lines(*lines):
    return json.dumps([dict(zip(("number", "cells", "was"), line, strict=False)) for line in lines])


@given(st.lists(st.builds(Wait, st.integers(1, 10**6), st.sampled_from(KINDS), LAGS), max_size=6))
def test_links_are_read_as_they_are_shown(waits):
    again = read(shown(waits))
    assert shown(again) == shown(waits)
    assert [(one.number, one.kind) for one in again] == [
        (one.number, one.kind) for one in sorted(waits, key=lambda one: one.number)
    ]
    for one, other in zip(again, sorted(waits, key=lambda one: one.number), strict=True):
        assert one.lag == other.lag or not (other.lag.minutes or other.lag.percent)


@pytest.mark.parametrize(
    ("text", "shown_as"),
    [("3", "3"), ("3fs+2d", "3FS+2d"), ("12FF+4eh; 7ss-50%", "7SS-50%; 12FF+4eh"), ("", ""),
     ("3FS + 2 days", "3FS+2d"), ("4SF\N{MINUS SIGN}1.5h", "4SF-1.5h")],
)  # fmt: skip
def test_planners_write_links_in_many_ways(text, shown_as):
    assert shown(read(text)) == shown_as


@pytest.mark.parametrize("text", ["x", "3FX", "3+two", "FS", "3FS2d", "3;;4;y", "3FS+2d+1d"])
def test_what_is_no_link_is_named(text):
    with pytest.raises(NotRead):
        read(text)


def test_a_duration_written_into_a_cell_takes_its_work_along(rows, send):
    design = rows[0]
    Task.objects.filter(pk=design.pk).update(work_minutes=design.duration_minutes)
    answer = send("cells/", lines=_lines((design.number, {"duration": "4d"})))
    design.refresh_from_db()
    assert (design.duration_minutes, design.work_minutes) == (1920, 1920)
    send.undo(answer)
    design.refresh_from_db()
    assert design.work_minutes == design.duration_minutes != 1920


def test_writing_links_is_one_act_that_can_be_undone(rows, send):
    design, build, test, _ = rows
    answer = send(f"{test.number}/waits/", waits=f"{build.number}SS+4h; {design.number}", was="")
    assert answer.json()["value"] == f"{design.number}; {build.number}SS+4h"
    assert Dependency.objects.filter(successor=test).count() == 2
    assert Event.objects.filter(verb="tasks.written").count() == 1
    assert test.schedule.start == datetime(2026, 3, 3, 9, tzinfo=UTC)
    assert send.undo(answer).status_code == 204
    assert Dependency.objects.count() == 0
    test.schedule.refresh_from_db()
    assert test.schedule.start == datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "says"),
    [("99", "no task 99"), ("soon", "“soon” is no link"), ("{own}", "wait for itself"),
     ("1;1SS", "written twice")],
)  # fmt: skip
def test_links_that_cannot_be_are_refused_with_a_sentence(rows, send, text, says):
    number = rows[2].number
    answer = send(f"{number}/waits/", waits=text.format(own=number), was="")
    assert answer.status_code == 422 and says in answer.json()["error"]
    assert Dependency.objects.count() == 0


def test_a_circle_of_written_links_is_named(rows, send):
    one, other = rows[:2]
    send(f"{other.number}/waits/", waits=str(one.number), was="")
    answer = send(f"{one.number}/waits/", waits=str(other.number), was="")
    assert answer.status_code == 422
    assert "“Design”" in answer.json()["error"] and "“Build”" in answer.json()["error"]


def test_links_that_somebody_else_changed_are_shown_and_kept(rows, send):
    one, other = rows[:2]
    send(f"{other.number}/waits/", waits=str(one.number), was="")
    answer = send(f"{other.number}/waits/", waits="", was="7FS")
    assert answer.status_code == 409 and answer.json()["theirs"]["value"] == str(one.number)


def test_many_cells_are_written_as_one_act_and_taken_back_as_one(project, rows, send, manager):
    design, build = rows[:2]
    lines = _lines(
        (design.number, {"duration": "3d", "assignee": manager.user.name}, {"duration": "1d"}),
        (build.number, {"duration": "2ed", "waits": str(design.number)}, {}),
        (None, {"name": "Review", "duration": "4h", "waits": f"{build.number}FF"}),
        (None, {"name": "Party"}),
    )
    answer = send("cells/", lines=lines)
    assert answer.status_code == 200, answer.content
    design.refresh_from_db()
    build.refresh_from_db()
    assert (design.duration_minutes, design.assignee, build.is_elapsed) == (1440, manager, True)
    assert [name for name, _ in _order(project)][-2:] == ["Review", "Party"]
    assert Event.objects.filter(verb="tasks.written").count() == 1
    review = Task.objects.get(name="Review")
    assert review.schedule.finish == build.schedule.finish.replace(hour=17) or review.schedule
    assert send.undo(answer).status_code == 204
    design.refresh_from_db()
    build.refresh_from_db()
    assert (design.duration_minutes, design.assignee, build.is_elapsed) == (480, None, False)
    assert Dependency.objects.filter(successor=build).count() == 0
    assert len(_order(project)) == 4


@pytest.mark.parametrize(
    ("cells", "says"),
    [({"duration": "soon"}, "duration"), ({"assignee": "Nobody Here"}, "nobody called"),
     ({"constraint_at": "tomorrow"}, "date"), ({"project": "1"}, "no such field"),
     ({"name": " "}, "empty")],
)  # fmt: skip
def test_one_cell_that_cannot_be_read_and_nothing_is_written(rows, send, cells, says):
    design, build = rows[:2]
    answer = send("cells/", lines=_lines((design.number, {"name": "X"}), (build.number, cells)))
    assert answer.status_code == 422 and says in answer.json()["error"]
    design.refresh_from_db()
    assert design.name == "Design"


def test_a_cell_that_somebody_else_wrote_stops_the_whole_act(rows, send):
    design, build = rows[:2]
    Task.objects.filter(pk=build.pk).update(duration_minutes=960)
    lines = _lines(
        (design.number, {"duration": "5d"}, {"duration": "1d"}),
        (build.number, {"duration": "5d"}, {"duration": "1d"}),
    )
    answer = send("cells/", lines=lines)
    assert answer.status_code == 409 and answer.json()["theirs"]["value"] == "2d"
    design.refresh_from_db()
    assert design.duration_minutes == 480


@pytest.mark.parametrize(
    "lines", ["", "{}", "[]", "[1]", '[{"number":"1","cells":{}}]', '[{"cells":{"name":1}}]']
)
def test_a10_cells_that_are_none_are_refused(rows, send, lines):
    assert send("cells/", lines=lines).status_code == 400


def test_more_rows_than_fit_are_refused_with_their_number(rows, send):
    answer = send("cells/", lines=_lines(*[(None, {"name": "x"})] * 501))
    assert answer.status_code == 422 and "500 rows" in answer.json()["error"]
    assert Task.objects.count() == 4


def test_many_rows_cost_at_most_two_questions_each(
    make, project, rows, send, django_assert_max_num_queries
):
    more = [make.task(project) for _ in range(100)]
    for count, most in ((10, 60), (100, 240)):
        lines = _lines(*[(task.number, {"duration": "2h"}) for task in more[:count]])
        with django_assert_max_num_queries(most):
            assert send("cells/", lines=lines).status_code == 200
        lines = _lines(*[(task.number, {"duration": "1d"}) for task in more[:count]])
        send("cells/", lines=lines)


def test_a_task_is_added_below_on_the_same_level_and_undo_bins_it(project, rows, send):
    Task.objects.filter(pk=rows[1].pk).update(parent=rows[0])
    answer = send("rows/", after=rows[1].number)
    assert _order(project)[:3] == [("Design", None), ("Build", "Design"), ("New task", "Design")]
    assert Task.objects.get(number=answer.json()["number"]).name == "New task"
    assert send.undo(answer).status_code == 204
    assert len(_order(project)) == 4


def test_a_row_is_moved_indented_and_put_back(project, rows, send):
    before = _order(project)
    for step, place in (("up", ["Design", "Test", "Build", "Launch"]),
                        ("down", ["Design", "Build", "Launch", "Test"])):  # fmt: skip
        answer = send(f"{rows[2].number}/place/", step=step)
        assert [name for name, _ in _order(project)] == place
        assert send.undo(answer).status_code == 204
        assert _order(project) == before
    answer = send(f"{rows[1].number}/place/", step="in")
    assert _order(project)[1] == ("Build", "Design")
    send.undo(answer)
    assert _order(project) == before
    top = send(f"{rows[0].number}/place/", step="up")
    assert top.status_code == 422 and "end of its level" in top.json()["error"]
    assert send(f"{rows[0].number}/place/", step="around").status_code == 400


def test_the_table_shows_numbers_and_what_waits_for_what(rows, send, manager, viewer, browse):
    send(f"{rows[1].number}/waits/", waits=f"{rows[0].number}FS+2d", was="")
    page = browse(manager).get(f"{URL}table/").content.decode()
    assert f'data-value="{rows[0].number}FS+2d"' in page and "<plan-outline" in page
    assert "Fill the chosen rows with the first" in page
    seen = browse(viewer).get(f"{URL}table/").content.decode()
    assert f"{rows[0].number}FS+2d" in seen and "<plan-outline" not in seen


def test_the_names_of_a_pasted_act_are_not_in_the_stream(rows, send):
    answer = send("cells/", lines=_lines((rows[0].number, {"name": "Secret"}, {"name": "Design"})))
    assert answer.status_code == 200 and not answer.undo
    assert "Secret" not in json.dumps(list(Event.objects.values_list("facts", flat=True)))
