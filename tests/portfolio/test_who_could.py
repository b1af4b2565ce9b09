"""Who could do a task: by when with each, and what that would over-book."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rapport.accounts.readers import reader_for
from rapport.engine.workload import Demand
from rapport.portfolio.candidates import chance
from rapport.portfolio.load import Piece, standing
from rapport.portfolio.queries.who_could import who_could
from rapport.projects.models import Task
from rapport.projects.operations import helping, progress
from rapport.resourcing.models import Level
from rapport.resourcing.operations import levels, shares, skills
from rapport.resourcing.operations.shares import Share
from tests.portfolio.conftest import AT, MONDAY

DAY, WEEK = 480, 2400
PANEL = "/w/fernhill/projects/SITE/tasks/{}/who/"


@pytest.fixture(autouse=True)
def then(monkeypatch):
    for module in ("portfolio.views.who_could", "projects.views.several"):
        monkeypatch.setattr(f"rapport.{module}.now", lambda: AT)


@pytest.fixture
def busy(make, site, shop, member, manager, dated):
    """Mara is busy all week, Teo is free; both are designers. The task takes two days."""
    other = make.member(name="Teo")
    for person in (member, other):
        shares.say(person, Share(role="Designer"), by=manager, at=AT)
    make.task(shop, "Busy", assignee=member, duration_minutes=WEEK)
    task = make.task(site, "Sketches", assignee=member, duration_minutes=2 * DAY)
    dated(site, shop)
    return task, member, other


def test_the_free_one_is_done_soonest_and_moves_nothing(busy, manager):
    task, member, other = busy
    answer = who_could(task, reader_for(manager), role=None, today=MONDAY)
    assert answer.role == "Designer"
    first, second = answer.candidates
    assert (first.member, first.chance.beside) == (other.pk, MONDAY + timedelta(days=1))
    assert first.chance.is_free
    assert (second.member, second.has_it) == (member.pk, True)
    assert second.chance.beside == MONDAY + timedelta(days=8)
    assert second.chance.first == MONDAY + timedelta(days=1)
    [strain] = second.chance.strain
    assert (strain.monday, round(strain.minutes)) == (MONDAY, 2 * DAY)


def test_it_is_asked_for_the_part_that_helpers_leave(busy, make, manager):
    task, member, other = busy
    Task.objects.filter(pk=task.pk).update(duration_minutes=4 * DAY, work_minutes=4 * DAY)
    task.refresh_from_db()
    helper = make.member(name="Ida")
    helping.put_on(task, helper, 100, by=manager, at=AT)
    task.refresh_from_db()
    assert (task.duration_minutes, task.work_minutes) == (2 * DAY, 4 * DAY)
    progress.set_percent(task, 50, by=manager, at=AT)
    found = {one.member: one for one in _answer(task, manager).candidates}
    # Two days are left, one for either; who helps now would do both.
    assert found[other.pk].chance.first == MONDAY
    assert found[helper.pk].chance.first == MONDAY + timedelta(days=1)


def _answer(task, manager):
    return who_could(task, reader_for(manager), role="", today=MONDAY)


def test_the_page_asks_answers_and_gives_the_task_away_with_an_undo(busy, browse, manager):
    task, member, other = busy
    browser, page = browse(manager), PANEL.format(task.number)
    assert "Ask who could" in browser.get(page).text
    answer = browser.get(f"{page}?asked=1").text
    assert "and moves nothing" in answer
    assert "16 hr too much in the week from 2 Mar" in answer
    assert manager.name not in answer
    assert manager.name in browser.get(f"{page}?asked=1&role=").text
    given_away = browser.post(f"{page}assignment/", {"member": other.pk}, follow=True)
    assert "Teo has it now." in given_away.text
    undo = str(list(given_away.context["messages"])[0].extra_tags).split("undo=")[1]
    browser.post(undo)
    task.refresh_from_db()
    assert task.assignee == member


@pytest.fixture
def figma(manager):
    return skills.add("Figma", by=manager, at=AT)


def test_who_lacks_a_skill_that_the_task_asks_for_is_no_answer(busy, figma, browse, manager):
    task, member, other = busy
    levels.ask(task, figma, Level.GOOD, by=manager, at=AT)
    levels.say(member, {figma.pk: Level.EXPERT}, by=manager, at=AT)
    levels.say(other, {figma.pk: Level.BASICS}, by=manager, at=AT)
    answer = who_could(task, reader_for(manager), role=None, today=MONDAY)
    assert [one.member for one in answer.candidates] == [member.pk]
    shown = browse(manager).get(f"{PANEL.format(task.number)}?asked=1").text
    assert "It asks for: Figma (good)." in shown
    assert "Teo" not in shown


def test_where_nobody_has_all_skills_it_is_said_who_lacks_which(busy, figma, browse, manager):
    task, member, other = busy
    german = skills.add("German", by=manager, at=AT)
    for skill in (figma, german):
        levels.ask(task, skill, Level.GOOD, by=manager, at=AT)
    levels.say(other, {german.pk: Level.GOOD}, by=manager, at=AT)
    answer = who_could(task, reader_for(manager), role=None, today=MONDAY)
    assert answer.candidates[0].member == other.pk
    assert [one.name for one in answer.candidates[0].lacks] == ["Figma"]
    shown = browse(manager).get(f"{PANEL.format(task.number)}?asked=1").text
    assert "Nobody has all of it." in shown
    assert "lacks: Figma (good), German (good)" in shown


def test_done_work_milestones_and_summaries_ask_nothing(make, site, manager, browse, dated):
    done = make.task(site, "Done", state=Task.State.DONE)
    milestone = make.task(site, "Launch", is_milestone=True, duration_minutes=0)
    phase = make.task(site, "Phase")
    make.task(site, "Part", parent=phase)
    dated(site)
    for task in (done, milestone, phase):
        assert browse(manager).get(PANEL.format(task.number)).status_code == 204


def test_an_unknown_role_is_nobodys(busy, browse, manager):
    page = PANEL.format(busy[0].number)
    assert "Nobody has this role." in browse(manager).get(f"{page}?asked=1&role=Juggler").text


def test_a_guest_is_not_told_and_a_viewer_gives_nothing_away(busy, browse, guest, viewer, make):
    make.on_project(busy[0].project, guest)
    page = PANEL.format(busy[0].number)
    assert browse(guest).get(page).status_code == 403
    assert "Ask who could" in browse(viewer).get(page).text
    assert "Give it to" not in browse(viewer).get(f"{page}?asked=1").text
    assert browse(viewer).post(f"{page}assignment/", {"member": viewer.pk}).status_code == 403


rooms = st.lists(st.sampled_from([0, 240, 480]), min_size=28, max_size=28)
pieces = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 7), st.integers(1, 1200)).map(
        lambda one: Piece(
            "task", 1, "", 1, "", "", 1, "", MONDAY + timedelta(days=one[0]),
            MONDAY + timedelta(days=sum(one[:2])), one[2],
        )
    ),
    max_size=5,
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rooms, pieces, st.integers(0, 10), st.integers(1, 1500))
def test_done_beside_everything_is_never_sooner_than_done_first(room, others, release, minutes):
    stands = standing(others, room, MONDAY)
    found = chance(stands, room, Demand(release, 0, minutes), MONDAY)
    if found.beside is not None:
        assert found.first is not None
        assert found.first <= found.beside
    if found.first is not None and found.first == found.beside:
        assert not found.strain
