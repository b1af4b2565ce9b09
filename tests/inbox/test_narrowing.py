"""The list of conversations, narrowed by what is known of them."""

import pytest

from rapport.inbox.models import Conversation, Mailbox
from rapport.inbox.operations import following, labelling, labels
from rapport.lib.priority import Priority
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db
INBOX = "/w/fernhill/inbox/"


@pytest.fixture
def shown(browse, manager):
    """The subjects that a query string shows."""
    browser = browse(manager)

    def ask(query: str, who=browser) -> set[str]:
        page = who.get(INBOX + query).context
        return {row.subject for row in page["conversations"]}

    return ask


@pytest.fixture
def talks(make, manager, member, contact):
    """One that is like what is asked for, and one that is not."""
    mailbox = Mailbox.objects.create(
        workspace=make.workspace, address="studio@fernhill.example", created_at=NOW
    )
    project = make.project(contact.client, key="LBL")
    one = make.conversation(
        contact, "One", project=project, assignee=member, channel="phone", mailbox=mailbox,
        priority=Priority.URGENT,
    )  # fmt: skip
    make.conversation(subject="Other", assignee=manager)
    label = labels.make(make.workspace, "Invoice", by=manager, at=NOW)
    labelling.put(one, label, by=manager, at=NOW)
    following.follow(one, who=manager, by=manager, at=NOW)
    Conversation.objects.update(last_message_at=NOW, turn_since=NOW)
    return {"label": label.pk, "mailbox": mailbox.pk, "member": member.pk, "one": one}


def test_each_way_to_narrow_it_shows_what_is_like_it_and_nothing_else(shown, talks):
    queries = (
        "label={label}", "priority=1", "assignee={member}", "client=NWM", "project=LBL",
        "channel=phone", "mailbox={mailbox}", "followed=me",
        "client=NWM&priority=1&label={label}&channel=phone",
    )  # fmt: skip
    for query in queries:
        assert shown("?show=all&" + query.format(**talks)) == {"One"}, query
    assert shown("?show=all&assignee=me") == {"Other"}
    assert shown("?show=all&turn=us&waits=7d&from=2026-01-01&to=2026-12-31") == {"One", "Other"}
    assert shown("?show=all&from=2026-03-05") == shown("?show=all&to=2026-03-03") == set()
    assert shown("?show=closed&priority=1") == set()


def test_what_is_not_there_shows_nothing_and_names_nothing(shown, talks, browse, manager):
    for query in ("label=999", "client=XXX", "priority=9", "channel=fax", "from=2026-13-45",
                  "assignee=0", "waits=9y", "field7=x", "mailbox=abc"):  # fmt: skip
        assert shown("?show=all&" + query) == set(), query
    assert "(not there)" in browse(manager).get(INBOX + "?show=all&client=XXX").text
    assert shown("?show=all&unknown=1") == {"One", "Other"}


def test_a_chip_takes_away_what_it_says(browse, manager, talks):
    page = browse(manager).get(INBOX + f"?show=all&priority=1&label={talks['label']}").text
    assert "Label: <b>Invoice</b>" in page and "Priority: <b>Urgent</b>" in page
    assert 'href="?show=all&amp;priority=1"' in page


def test_a_guest_finds_what_is_theirs_and_no_name_of_another_client(
    browse, make, guest, shown, talks
):
    mine = make.project(make.client("Orchard", "ORC"), key="ORC1")
    make.on_project(mine, guest)
    make.conversation(subject="Mine", project=mine, channel="phone")
    browser = browse(guest)
    assert shown("?show=all&channel=phone", browser) == {"Mine"}
    assert shown("?show=all&client=NWM", browser) == set()
    assert "Northwind" not in browser.get(INBOX + "?show=all&client=NWM").text
    assert "Northwind" not in browser.get(INBOX + "filters/?show=all").text


def test_words_are_found_in_what_was_written(arrive, contact, shown):
    arrive(written(text="Where are the zanzibar proofs?", subject="Proofs"))
    arrive(written(text="Something else", subject="Invoice", message_id="<b@client.example>"))
    assert shown("?q=zanzibar") == {"Proofs"}
    assert shown("?q=invo") == {"Invoice"}
    assert shown("?q=northwind medical") == {"Proofs", "Invoice"}


def test_the_form_offers_what_is_there_and_keeps_what_was_chosen(browse, manager, talks):
    form = browse(manager).get(INBOX + "filters/?show=closed&priority=1").text
    assert '<option value="closed" selected>' in form and '<option value="1" selected>' in form
    assert "Northwind Medical" in form and "Invoice" in form and "Mailbox" not in form


def test_however_many_rows_and_labels_the_list_asks_the_same(
    browse, make, manager, contact, django_assert_max_num_queries
):
    label = labels.make(make.workspace, "Invoice", by=manager, at=NOW)
    for n in range(40):
        talk = make.conversation(contact, f"No. {n}")
        labelling.put(talk, label, by=manager, at=NOW)
    browser = browse(manager)
    url = INBOX + f"?show=all&label={label.pk}&client=NWM&channel=mail"
    browser.get(url)
    with django_assert_max_num_queries(22) as asked:
        page = browser.get(url)
    assert len(page.context["conversations"]) == 30
    more = page.context["after_url"]
    with django_assert_max_num_queries(len(asked)):
        rest = browser.get(INBOX + more.replace("&amp;", "&"))
    assert len(rest.context["conversations"]) == 10
