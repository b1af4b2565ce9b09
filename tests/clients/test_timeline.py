"""A client's story: told at reading time, only of what the reader may see, page by page."""

import pytest
from django.db import transaction
from django.urls import get_resolver

from rapport.accounts.readers import reader_for
from rapport.clients import timeline
from rapport.clients.operations import contacts
from rapport.clients.operations.contacts import ContactFacts
from rapport.events.operations.stream import publish
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def _tellers():
    """The apps register their sentences together with their routes."""
    assert get_resolver().url_patterns


def join(client, manager, name):
    facts = ContactFacts(name=name, email=f"{name.lower()}@x.example")
    return contacts.create(client, facts=facts, by=manager, at=NOW)


def said(client, person, **options) -> list[str]:
    return [told.line.text for told in timeline.story(client, reader_for(person), **options).told]


def test_what_happened_is_told_newest_first(client_company, manager):
    for name in ("Ada", "Bo"):
        join(client_company, manager, name)
    assert said(client_company, manager) == ["Bo became a contact", "Ada became a contact"]


def test_a_sentence_speaks_of_what_is_known_now(client_company, manager):
    ada = join(client_company, manager, "Ada")
    contacts.erase(ada, by=manager, at=NOW)
    assert all("Ada" not in text for text in said(client_company, manager))


def test_verbs_that_nobody_tells_are_left_out(client_company, manager):
    with transaction.atomic():
        publish("test.unheard", subject=client_company, by=manager, at=NOW)
    assert said(client_company, manager) == []


def test_the_story_goes_on_page_by_page_without_gap_or_double(client_company, manager, monkeypatch):
    monkeypatch.setattr(timeline, "PAGE", 2)
    monkeypatch.setattr(timeline, "WINDOW", 6)
    for n in range(5):
        join(client_company, manager, f"P{n}")
    reader = reader_for(manager)
    texts, before = [], None
    while True:
        page = timeline.story(client_company, reader, before=before)
        texts += [told.line.text for told in page.told]
        before = page.older
        if before is None:
            break
    assert texts == [f"P{n} became a contact" for n in (4, 3, 2, 1, 0)]


def test_a_long_story_asks_no_more_questions(
    browse, client_company, manager, django_assert_max_num_queries
):
    for n in range(40):
        join(client_company, manager, f"P{n}")
    browser = browse(manager)
    with django_assert_max_num_queries(14):
        older = browser.get("/w/fernhill/clients/NWM/").context["story"].older
    with django_assert_max_num_queries(9):
        page = browser.get(f"/w/fernhill/clients/NWM/story/?before={older}")
    assert "became a contact" in page.text and "<html" not in page.text
