"""What people can do: the list, each person's levels, what tasks ask for."""

import pytest

from rapport.events.models import Event
from rapport.resourcing.models import Level, MemberSkill, Skill, TaskSkill
from rapport.resourcing.operations import levels, skills
from rapport.resourcing.queries.skills import able
from tests.conftest import NOW

LIST, PEOPLE = "/w/fernhill/capacity/skills/", "/w/fernhill/capacity/people/"


@pytest.fixture
def figma(manager):
    return skills.add("Figma", by=manager, at=NOW)


@pytest.fixture
def german(manager):
    return skills.add("German", by=manager, at=NOW)


@pytest.fixture
def task(make, client_company):
    project = make.project(client_company, "Label relaunch", key="LAB")
    return make.task(project, "Sketches")


@pytest.fixture
def page(task):
    return f"/w/fernhill/projects/LAB/tasks/{task.number}/skills/"


def undo_of(answer):
    return str(list(answer.context["messages"])[0].extra_tags).split("undo=")[1]


def test_a_manager_puts_a_skill_on_the_list_names_it_and_bins_it(browse, manager):
    browser = browse(manager)
    assert "No skills yet" in browser.get(LIST).text
    assert "Figma" in browser.post(f"{LIST}new/", {"name": "  Figma "}, follow=True).text
    page = f"{LIST}{Skill.objects.get().number}/"
    assert "Nobody yet" in browser.get(page).text
    assert "Figma and Sketch" in browser.post(
        f"{page}name/", {"name": "Figma and Sketch"}, follow=True
    ).text  # fmt: skip
    answer = browser.post(f"{page}binning/", follow=True)
    assert "No skills yet" in answer.text
    browser.post(undo_of(answer))
    assert "Figma and Sketch" in browser.get(LIST).text


def test_a_name_is_there_once_and_what_was_typed_is_kept(browse, manager, figma, german):
    browser = browse(manager)
    answer = browser.post(f"{LIST}new/", {"name": "FIGMA"})
    assert answer.status_code == 422
    assert "“FIGMA” is on the list already." in answer.text and 'value="FIGMA"' in answer.text
    answer = browser.post(f"{LIST}{german.number}/name/", {"name": "figma"})
    assert answer.status_code == 422
    assert Skill.objects.get(pk=german.pk).name == "German"


def test_a_name_that_was_taken_meanwhile_keeps_the_binned_one_away(browse, manager, figma):
    browser = browse(manager)
    undo = undo_of(browser.post(f"{LIST}{figma.number}/binning/", follow=True))
    browser.post(f"{LIST}new/", {"name": "Figma"})
    assert "cannot come back" in browser.post(undo, follow=True).text
    assert Skill.objects.live().count() == 1


def test_people_have_skills_at_levels_and_undo_takes_them_back(
    browse, manager, member, figma, german
):
    browser, page = browse(manager), f"{PEOPLE}{member.pk}/skills/"
    said = {f"skill_{figma.number}": "3", f"skill_{german.number}": "0"}
    answer = browser.post(page, said, follow=True)
    assert "Figma (expert)" in answer.text
    browser.post(page, {f"skill_{figma.number}": "0", f"skill_{german.number}": "1"})
    assert list(MemberSkill.objects.values_list("skill", "level")) == [(german.pk, 1)]
    assert browser.post(undo_of(answer)).status_code == 409
    act = Event.objects.filter(verb="member.skills_said").latest("pk").pk
    assert browser.post(f"{page}{act}/undo/").status_code == 302
    assert list(MemberSkill.objects.values_list("skill", "level")) == [(figma.pk, 3)]
    assert 'value="3" selected' in browser.get(f"{PEOPLE}{member.pk}/").text


def test_a_level_that_is_none_changes_nothing(browse, manager, member, figma):
    page = f"{PEOPLE}{member.pk}/skills/"
    assert browse(manager).post(page, {f"skill_{figma.number}": "9"}).status_code == 422
    assert browse(manager).post(page, {"skill_99": "1"}).status_code == 422
    assert not MemberSkill.objects.exists()


def test_saying_the_same_again_is_no_act(manager, member, figma):
    assert levels.say(member, {figma.pk: 2}, by=manager, at=NOW)
    assert levels.say(member, {figma.pk: 2}, by=manager, at=NOW) is None


def test_a_task_asks_for_a_skill_and_no_more(browse, member, page, task, figma):
    browser = browse(member)
    assert "Choose a skill" in browser.get(page).text
    answer = browser.post(f"{page}asked/", {"skill": figma.number, "level": "3"}, follow=True)
    assert "at least: expert" in browser.get(page).text
    assert TaskSkill.objects.get().level == Level.EXPERT
    browser.post(undo_of(answer))
    assert not TaskSkill.objects.exists()
    browser.post(f"{page}asked/", {"skill": figma.number, "level": "1"})
    browser.post(f"{page}asked/", {"skill": figma.number})
    assert not TaskSkill.objects.exists()
    assert "Choose a skill of the list." in browser.post(
        f"{page}asked/", {"skill": "77", "level": "1"}, follow=True
    ).text  # fmt: skip


def test_without_a_list_a_manager_is_led_to_it_and_others_are_told(browse, manager, member, page):
    assert "Begin one" in browse(manager).get(page).text
    shown = browse(member).get(page).text
    assert "no list of skills yet" in shown and "Begin one" not in shown


def test_a_milestone_and_a_summary_ask_for_nothing(browse, manager, make, task):
    launch = make.task(task.project, "Launch", is_milestone=True, duration_minutes=0)
    phase = make.task(task.project, "Phase")
    make.task(task.project, "Part", parent=phase)
    for one in (launch, phase):
        page = f"/w/fernhill/projects/LAB/tasks/{one.number}/skills/"
        assert browse(manager).get(page).status_code == 204


def test_in_the_bin_a_skill_is_nobodys_and_comes_back_with_its_people(
    browse, manager, member, task, page, figma, german
):
    levels.say(member, {figma.pk: 2, german.pk: 2}, by=manager, at=NOW)
    levels.ask(task, figma, 2, by=manager, at=NOW)
    browser = browse(manager)
    undo = undo_of(browser.post(f"{LIST}{figma.number}/binning/", follow=True))
    assert "Figma" not in browser.get(PEOPLE).text + browser.get(page).text
    browser.post(f"{PEOPLE}{member.pk}/skills/", {f"skill_{german.number}": "1"})
    browser.post(undo)
    shown = browser.get(PEOPLE).text
    assert "Figma (good)" in shown and "German (basics)" in shown
    assert "at least: good" in browser.get(page).text


def test_only_those_who_have_all_that_is_asked_are_able(make, manager, member, task, figma, german):
    levels.ask(task, figma, 2, by=manager, at=NOW)
    levels.ask(task, german, 1, by=manager, at=NOW)
    one, other, third = make.member(), make.member(), make.member()
    levels.say(one, {figma.pk: 2, german.pk: 3}, by=manager, at=NOW)
    levels.say(other, {figma.pk: 1, german.pk: 3}, by=manager, at=NOW)
    levels.say(third, {figma.pk: 3}, by=manager, at=NOW)
    assert able([one.pk, other.pk, third.pk]) == {task.pk: {one.pk}}


def test_members_look_and_only_managers_say_what_people_can(browse, member, guest, figma, page):
    browser = browse(member)
    assert "Figma" in browser.get(LIST).text
    assert browser.post(f"{LIST}new/", {"name": "Sketch"}).status_code == 403
    assert browser.post(f"{PEOPLE}{member.pk}/skills/", {}).status_code == 403
    assert browser.post(f"{LIST}{figma.number}/binning/").status_code == 403
    assert browse(guest).get(LIST).status_code == 403


def test_a_guest_cannot_try_which_skills_there_are(browse, guest, make, task, figma, page):
    make.on_project(task.project, guest)
    answer = browse(guest).post(f"{page}asked/", {"skill": figma.number, "level": "1"}, follow=True)
    assert "Choose a skill of the list." in answer.text
    assert not TaskSkill.objects.exists()


def test_the_lists_ask_as_often_for_many_as_for_few(
    browse, manager, make, figma, django_assert_num_queries, django_assert_max_num_queries
):
    browser = browse(manager)
    browser.get(PEOPLE)
    for url in (PEOPLE, LIST):
        with django_assert_max_num_queries(40) as few:
            browser.get(url)
        people = [make.member() for _ in range(5)]
        for n, person in enumerate(people):
            added = skills.add(f"{url[-9:]} {n}", by=manager, at=NOW)
            levels.say(person, {figma.pk: 1, added.pk: 2}, by=manager, at=NOW)
        with django_assert_num_queries(len(few)):
            browser.get(url)
