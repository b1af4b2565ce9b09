"""What is new to somebody: shown in the list, filtered, marked by hand and for many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils.timezone import now

from rapport.accounts.readers import reader_for
from rapport.inbox.models import BulkAct, Conversation, Reading, SavedView
from rapport.inbox.operations import reading
from rapport.inbox.queries import listing
from rapport.inbox.queries.question import Question

pytestmark = pytest.mark.django_db
INBOX = "/w/fernhill/inbox/"


@pytest.fixture
def talks(make, contact):
    """Three of today, and one of long ago."""
    found = [make.conversation(contact, f"No. {n}") for n in range(4)]
    Conversation.objects.update(last_message_at=now() - timedelta(hours=1))
    old = Conversation.objects.filter(pk=found[3].pk)
    old.update(last_message_at=now() - timedelta(days=40))
    return list(Conversation.objects.order_by("pk"))


def look(browser, talk, doing="viewing"):
    """As the page says by itself while it is in front of somebody."""
    browser.post(f"{INBOX}{talk.number}/presence/", {"doing": doing})


def shown(browser, query="?show=all&unread=me") -> list[str]:
    return sorted(row.subject for row in browser.get(INBOX + query).context["conversations"])


def test_what_came_is_unread_until_one_opens_it_and_again_when_more_comes(
    browse, member, manager, talks
):
    browser = browse(member)
    browser.get(f"{INBOX}{talks[1].number}/")
    look(browser, talks[1], doing="idle")
    assert shown(browser) == ["No. 0", "No. 1", "No. 2"]
    look(browser, talks[1])
    assert shown(browser) == ["No. 0", "No. 2"]
    assert shown(browse(manager)) == ["No. 0", "No. 1", "No. 2"]
    Conversation.objects.filter(pk=talks[1].pk).update(last_message_at=now())
    assert shown(browser) == ["No. 0", "No. 1", "No. 2"]
    page = browser.get(INBOX + "?show=all").text
    assert page.count('class="is-unread"') == 3
    assert "?show=all&amp;unread=me" in page


def test_one_keeps_something_unread_however_old(browse, member, talks):
    browser = browse(member)
    for talk in talks:
        look(browser, talk)
    assert shown(browser) == []
    assert "Nothing unread" in browser.get(INBOX + "?show=all&unread=me").text
    said = browser.post(f"{INBOX}{talks[3].number}/unread/", follow=True)
    assert "Unread again." in said.text and shown(browser) == ["No. 3"]
    reading.has_written(talks[3].pk, member.pk)
    assert shown(browser) == ["No. 3"]
    look(browser, talks[3])
    assert shown(browser) == []


def test_what_one_wrote_oneself_is_not_new(browse, member, talks):
    browser = browse(member)
    look(browser, talks[0])
    Conversation.objects.filter(pk=talks[0].pk).update(last_message_at=now())
    reading.has_written(talks[0].pk, member.pk)
    assert "No. 0" not in shown(browser)


def test_many_are_marked_read_then_unread_and_taken_back(browse, member, talks):
    browser = browse(member)
    form = {"pk": [talk.pk for talk in talks[:2]], "act": "reading", "asks": "show=all", "seen": 0}
    browser.post(f"{INBOX}bulk/", form)
    assert shown(browser) == ["No. 2"]
    browser.post(f"{INBOX}bulk/", form)
    assert shown(browser) == ["No. 0", "No. 1", "No. 2"]
    browser.post(f"{INBOX}acts/{BulkAct.objects.latest('pk').pk}/undo/")
    assert shown(browser) == ["No. 2"]
    browser.post(f"{INBOX}bulk/", form | {"all": "1", "asks": "show=all&unread=me"})
    assert shown(browser) == []


def test_a_view_keeps_the_filter_and_the_order(browse, member, talks):
    browser = browse(member)
    asks = "?show=all&unread=me&sort=oldest"
    Conversation.objects.filter(pk=talks[2].pk).update(last_message_at=now() - timedelta(days=2))
    browser.post(f"{INBOX}views/", {"asks": asks, "name": "New"})
    view = SavedView.objects.get()
    page = browser.get(f"{INBOX}?view={view.pk}")
    assert [row.subject for row in page.context["conversations"]] == ["No. 2", "No. 0", "No. 1"]
    assert "oldest word first" in page.text


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_pages_follow_each_other_in_another_order(browse, member, make, contact, sort):
    for n in range(35):
        make.conversation(contact, f"No. {n:02}")
    browser = browse(member)
    first = browser.get(f"{INBOX}?show=waiting&sort={sort}").context
    rest = browser.get(INBOX + first["after_url"]).context["conversations"]
    names = [row.subject for row in (*first["conversations"], *rest)]
    assert len(set(names)) == 35
    assert names == sorted(names, reverse=sort == "newest")


def test_the_filter_reads_the_list_in_its_own_order(member, talks):
    """Two queries at the most, and nothing is sorted."""
    reader = reader_for(member)
    reading.keep_unread(talks[0], by=member)
    asked = []

    def hear(execute, sql, values, many, context):
        asked.append((sql, values))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(hear):
        listing.page(Question.of({"show": "all", "unread": "me"}), reader)
    assert len(asked) == 2
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"explain query plan {asked[1][0]}", asked[1][1])
            plan = "\n".join(str(row[-1]) for row in cursor.fetchall())
        assert "inbox_recent" in plan and "SCAN U0" not in plan and "TEMP B-TREE" not in plan


def test_a_guest_reads_what_is_theirs_and_nothing_else(browse, make, guest, contact, talks):
    project = make.project(contact.client)
    make.on_project(project, guest)
    Conversation.objects.filter(pk=talks[0].pk).update(project=project)
    browser = browse(guest)
    assert shown(browser) == ["No. 0"]
    for talk in talks[:2]:
        look(browser, talk)
    assert [row.conversation for row in Reading.objects.all()] == [talks[0]]
    assert browser.post(f"{INBOX}{talks[0].number}/unread/").status_code == 403
