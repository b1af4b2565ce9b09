"""Filters kept under a name: one's own, shared ones, and the one that opens first."""

import pytest
from django.urls import reverse

from rapport.inbox.models import SavedView
from rapport.lib.priority import Priority

pytestmark = pytest.mark.django_db
INBOX = "/w/fernhill/inbox/"
VIEWS = INBOX + "views/"
ASKS = "show=all&priority=1"


def address(name, view):
    return reverse(name, kwargs={"slug": "fernhill", "pk": view.pk})


@pytest.fixture
def keep(browse, manager):
    """Keep what a query string shows under a name."""

    def kept(name="Urgent", asks=ASKS, who=manager, **fields) -> SavedView:
        browse(who).post(VIEWS, {"name": name, "asks": asks, **fields})
        return SavedView.objects.get(name=name)

    return kept


def subjects(page) -> set[str]:
    return {row.subject for row in page.context["conversations"]}


def test_a_filter_is_kept_and_opened_by_its_address_with_a_digit_and_a_count(
    browse, make, manager, keep
):
    make.conversation(subject="Now", priority=Priority.URGENT)
    make.conversation(subject="Whenever")
    view, browser = keep(), browse(manager)
    page = browser.get(f"{INBOX}?view={view.pk}")
    assert subjects(page) == {"Now"} and 'data-shortcut="1"' in page.text
    assert ">1</small>" in browser.get(f"{VIEWS}counts/?view={view.pk}").text
    assert subjects(browser.get(INBOX)) == {"Now", "Whenever"}
    browser.post(address("inbox.first_view", view))
    assert subjects(browser.get(INBOX)) == {"Now"}
    browser.post(address("inbox.first_view", view) + "?undo=1")
    assert subjects(browser.get(INBOX)) == {"Now", "Whenever"}


def test_counts_go_no_further_than_they_are_said(make, keep, browse, manager, monkeypatch):
    monkeypatch.setattr("rapport.inbox.queries.saved_views.MOST_COUNTED", 3)
    for _ in range(6):
        make.conversation(priority=Priority.URGENT)
    keep()
    assert "3+" in browse(manager).get(f"{VIEWS}counts/").text


def test_ones_own_view_is_nobody_elses(browse, member, viewer, stranger, keep):
    view = keep("Mine alone", who=member)
    assert browse(viewer).get(f"{INBOX}?view={view.pk}").status_code == 404
    assert browse(viewer).get(address("inbox.view", view)).status_code == 404
    assert browse(stranger).get(address("inbox.view", view)).status_code == 404
    assert "Mine alone" not in browse(viewer).get(VIEWS).text


def test_a_view_is_shared_by_role_and_changed_only_by_who_may_share(
    browse, member, viewer, manager, keep
):
    view = keep("For viewers", is_shared="on", roles=["viewer"])
    assert "For viewers" in browse(viewer).get(INBOX).text
    assert "For viewers" not in browse(member).get(INBOX).text
    assert browse(viewer).post(address("inbox.bin_view", view)).status_code == 403
    assert browse(viewer).post(address("inbox.view", view), {"name": "x"}).status_code == 403
    browse(manager).post(address("inbox.view", view), {"name": "For all", "is_shared": "on"})
    assert "For all" in browse(member).get(INBOX).text
    keep("Try", who=member, is_shared="on")
    assert not SavedView.objects.get(name="Try").is_shared


def test_a_view_is_removed_and_had_back(browse, member, viewer, manager, keep):
    view = keep(is_shared="on")
    browse(manager).post(address("inbox.bin_view", view))
    assert "Urgent" not in browse(viewer).get(VIEWS).text
    undo = reverse(
        "bin.restoration", kwargs={"slug": "fernhill", "kind": "savedview", "pk": view.pk}
    )
    browse(member).post(undo)
    view.refresh_from_db()
    assert view.binned_at is not None, "who may not share brings no shared one back"
    browse(manager).post(undo)
    assert "Urgent" in browse(viewer).get(VIEWS).text


def test_what_a_view_asks_is_changed_from_the_list_and_back(browse, manager, keep):
    view, browser = keep(), browse(manager)
    page = browser.get(f"{INBOX}?show=all&priority=2&view={view.pk}").text
    assert "Change “Urgent”" in page
    url = address("inbox.view_asks", view)
    browser.post(url, {"asks": "?show=all&priority=2".lstrip("?")})
    view.refresh_from_db()
    assert ["priority", "2"] in view.asks
    browser.post(f"{url}?undo=1&{ASKS}")
    view.refresh_from_db()
    assert ["priority", "1"] in view.asks


def test_views_are_put_in_order(browse, manager, keep):
    one, two = keep("One"), keep("Two")
    browser = browse(manager)
    browser.post(address("inbox.place_view", two), {"way": "up"})
    page = browser.get(INBOX).text
    assert page.index("Two") < page.index("One")
    browser.post(address("inbox.place_view", two), {"way": "up"})
    browser.post(address("inbox.place_view", one), {"way": "up"})
    page = browser.get(INBOX).text
    assert page.index("One") < page.index("Two")


@pytest.mark.parametrize("name", ["", " ", "x" * 61])
def test_a_view_needs_a_short_name(browse, manager, name):
    assert browse(manager).post(VIEWS, {"name": name, "asks": ASKS}).status_code == 422
    assert not SavedView.objects.exists()
