"""Who follows a conversation, and what is read with it."""

import pytest
from django.urls import reverse

from rapport.events.models import Event
from rapport.inbox.models import Conversation, Following, SeeAlso
from rapport.inbox.operations import following, merging, portal_messages, tying, writing
from rapport.notifications.models import Notification, Topic
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(arrive, contact) -> Conversation:
    return arrive(written(message_id="<a@client.example>")).message.conversation


@pytest.fixture
def other(arrive, contact) -> Conversation:
    return arrive(written(subject="Invoice")).message.conversation


def page(name, conversation):
    return reverse(name, kwargs={"slug": "fernhill", "number": conversation.number})


def told(member, topic) -> bool:
    return Notification.objects.filter(member=member, topic=topic).exists()


def test_one_follows_beside_the_conversation_and_leaves_it_again(browse, member, talk):
    browser = browse(member)
    assert "Nobody else is told" in browser.get(page("inbox.around", talk)).text
    browser.post(page("inbox.follower", talk))
    browser.post(page("inbox.follower", talk))
    assert Following.objects.get().member == member
    assert "Follow no more" in browser.get(page("inbox.around", talk)).text
    browser.post(page("inbox.follower", talk) + "?undo=1")
    talk.refresh_from_db()
    assert not Following.objects.exists() and not talk.is_followed
    assert [event.verb for event in Event.objects.filter(verb__contains="followed")] == [
        "conversation.followed", "conversation.unfollowed",
    ]  # fmt: skip


def test_followers_are_told_of_what_the_client_writes_and_the_holder_too(
    arrive, member, manager, talk, contact
):
    following.follow(talk, who=member, by=manager, at=NOW)
    arrive(written(In_Reply_To="<a@client.example>"), minutes=5)
    assert told(member, Topic.MESSAGE) and told(manager, Topic.MESSAGE)
    Notification.objects.all().delete()
    talk.refresh_from_db()
    portal_messages.receive(talk, contact=contact, text="Hello?", at=NOW)
    assert told(member, Topic.MESSAGE)


def test_they_are_told_of_notes_but_not_of_their_own(member, manager, talk):
    following.follow(talk, who=member, by=member, at=NOW)
    talk.refresh_from_db()
    writing.note(talk, text="Mine", by=member, at=NOW)
    assert not told(member, Topic.FOLLOWED)
    writing.note(talk, text="Somebody else's", by=manager, at=NOW)
    assert told(member, Topic.FOLLOWED)


def test_only_who_handles_it_lets_others_follow(browse, make, member, guest, viewer, manager, talk):
    project = make.project(talk.client)
    make.on_project(project, guest)
    Conversation.objects.filter(pk=talk.pk).update(project=project)
    assert browse(viewer).post(page("inbox.follower", talk)).status_code == 403
    browse(guest).post(page("inbox.follower", talk), {"member": manager.pk})
    assert not Following.objects.exists()
    browse(guest).post(page("inbox.follower", talk))
    browse(member).post(page("inbox.follower", talk), {"member": manager.pk})
    assert set(Following.objects.values_list("member", flat=True)) == {guest.pk, manager.pk}


def test_two_lead_to_each_other_until_they_are_untied(browse, member, talk, other):
    browser = browse(member)
    offers = browser.get(page("inbox.see_also", talk)).text
    assert "Invoice" in offers, "the latest of the same client"
    browser.post(page("inbox.see_also", talk), {"with": other.number})
    assert page("inbox.conversation", other) in browser.get(page("inbox.around", talk)).text
    assert page("inbox.conversation", talk) in browser.get(page("inbox.around", other)).text
    browser.post(page("inbox.see_also", other) + "?undo=1", {"with": talk.number})
    assert not SeeAlso.objects.exists()


def test_a_conversation_is_not_tied_to_itself_nor_to_what_nobody_sees(
    browse, member, stranger, talk, other
):
    where = page("inbox.see_also", talk)
    assert browse(member).post(where, {"with": talk.number}).status_code == 422
    assert browse(member).post(where, {"with": 9_999}).status_code == 404
    assert browse(stranger).post(where, {"with": other.number}).status_code == 404


def test_followers_and_links_go_along_when_two_become_one(arrive, member, manager, talk, other):
    third = arrive(written(subject="Third")).message.conversation
    following.follow(talk, who=member, by=member, at=NOW)
    tying.tie(talk, third, by=member, at=NOW)
    tying.tie(talk, other, by=member, at=NOW)
    act = merging.merge(talk, other, by=member, at=NOW)
    assert Following.objects.get().conversation == other
    assert SeeAlso.objects.filter(one=other, other=third).exists()
    arrive(written(In_Reply_To="<a@client.example>"), minutes=5)
    assert told(member, Topic.MESSAGE)
    assert act.moved["see_also"]


def test_beside_it_a_fixed_number_of_questions(
    browse, member, talk, arrive, django_assert_max_num_queries
):
    for n in range(6):
        tying.tie(talk, arrive(written(subject=f"No. {n}")).message.conversation, by=member, at=NOW)
    browser = browse(member)
    with django_assert_max_num_queries(10):
        browser.get(page("inbox.around", talk))
