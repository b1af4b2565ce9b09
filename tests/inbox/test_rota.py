"""New conversations go to somebody by themselves, where that is set."""

import pytest
from django.urls import reverse

from rapport.events.models import Event
from rapport.inbox.models import Conversation, Rota
from rapport.inbox.operations import portal_messages, rota
from rapport.lib.roles import Role
from rapport.notifications.models import Notification, Topic
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db
PAGE = "/w/fernhill/settings/rota/"


@pytest.fixture
def people(make):
    return [make.member(Role.MEMBER, name=name) for name in ("Ada", "Ben", "Cleo")]


@pytest.fixture
def by(manager, workspace, people):
    def set_(way):
        rota.set_rota(workspace, way=way, members=people, by=manager, at=NOW)

    return set_


@pytest.fixture
def begun(arrive, contact):
    """Who has a conversation that has just begun."""
    return lambda **more: arrive(written(**more)).message.conversation.assignee


def test_it_is_off_until_somebody_sets_it(begun, by):
    assert begun() is None
    by("off")
    assert begun() is None


def test_it_is_set_on_a_page_of_the_settings(browse, manager, people, workspace):
    browser = browse(manager)
    page = browser.get(PAGE)
    assert "In turn" in page.text and "Cleo" in page.text
    refused = browser.post(PAGE, {"way": "turns"})
    assert refused.status_code == 422 and "at least one person" in refused.text
    browser.post(PAGE, {"way": "turns", "members": [people[0].pk, people[2].pk]})
    assert Rota.objects.get().members == [people[0].pk, people[2].pk]
    assert Event.objects.get(verb="rota.set").facts["way"] == "turns"


def test_a_member_does_not_set_it_nor_is_a_viewer_chosen(browse, member, manager, viewer):
    assert browse(member).get(PAGE).status_code == 403
    assert browse(manager).post(PAGE, {"way": "turns", "members": [viewer.pk]}).status_code == 422


def test_in_turn_each_gets_one_after_the_other(begun, by, people):
    by("turns")
    assert [begun() for _ in range(4)] == [*people, people[0]]


def test_by_load_whoever_has_the_fewest_open_is_next(begun, by, people, make):
    by("load")
    make.conversation(assignee=people[0])
    make.conversation(assignee=people[1])
    make.conversation(assignee=people[1], closed_at=NOW)
    assert begun() == people[2]
    assert begun() == people[0]


def test_whoever_left_is_passed_over(begun, by, people):
    by("turns")
    people[0].deactivated_at = NOW
    people[0].save()
    assert [begun() for _ in range(2)] == people[1:]


def test_who_gets_it_is_told_and_it_stands_in_the_trail(begun, by, people, run_jobs):
    by("turns")
    begun()
    run_jobs()
    assert Event.objects.get(verb="conversation.assigned").actor_kind == "system"
    told = Notification.objects.filter(member=people[0])
    assert {row.topic for row in told} == {Topic.MESSAGE, Topic.ASSIGNED}


def test_what_begins_in_the_portal_is_given_out_too(by, people, contact):
    by("turns")
    made = portal_messages.receive(None, contact=contact, text="Hello", at=NOW).conversation
    assert Conversation.objects.get(pk=made.pk).assignee == people[0]


def test_newsletters_history_and_answers_are_not(begun, arrive, by):
    by("turns")
    assert begun(sender="news@shop.example", List_Id="<shop.example>") is None
    assert arrive(written(), is_history=True).message.conversation.assignee is None
    assert not Event.objects.filter(verb="conversation.assigned").exists()


def test_the_page_is_found_among_the_settings(browse, manager):
    listed = browse(manager).get(reverse("settings", kwargs={"slug": "fernhill"})).text
    assert PAGE in listed
