"""Words that very many messages have: the newest are found, and records by their names always."""

from random import Random

import pytest
from django.utils.timezone import now

from rapport.lib.reader import Reader
from rapport.lib.roles import Role
from rapport.search import engines
from rapport.search.models import SearchDocument
from rapport.search.operations import index
from rapport.search.queries.find import find

TOLD = "only the newest were looked through"


@pytest.fixture
def few(monkeypatch):
    """As if a handful were many."""
    for name, value in {"CANDIDATES": 8, "SAMPLE": 10, "RECENT": 20, "ENOUGH": 4}.items():
        monkeypatch.setattr(engines, name, value)


def fill(workspace, bodies: dict[int, str]) -> None:
    """Documents of messages that are not there, by the ids they shall have."""
    SearchDocument.objects.bulk_create(
        SearchDocument(
            workspace=workspace, id=pk, kind="message", record_id=pk, title="Labels", body=body,
            tenant=engines.tenant(workspace.pk, is_record=False), changed_at=now(),
        )
        for pk, body in bodies.items()
    )  # fmt: skip


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
@pytest.mark.parametrize("apart", [1, 700])
@pytest.mark.parametrize("text", ["tanager", "blue tana"])
def test_the_newest_messages_with_some_words_are_exactly_the_newest(
    few, make, workspace, share, apart, text
):
    dice = Random(f"{share}{apart}")
    bodies = {
        n * apart: "blue tanager" if dice.random() < share else "blue heron" for n in range(1, 130)
    }
    # The newest say nothing of what came before.
    bodies |= dict.fromkeys(list(bodies)[-6:], "blue tanager")
    fill(workspace, bodies)
    wanted = [pk for pk in sorted(bodies, reverse=True) if "tanager" in bodies[pk]]
    for most in (3, 12, 200):
        found = engines.newest_messages(workspace.pk, text, most=most)
        assert sorted(found, reverse=True) == wanted[:most]
    ranked = engines.ranked(workspace.pk, text)
    assert set(ranked.ids) <= set(wanted) and len(ranked.ids) >= 4
    # It may say that there is more where there is not, never that there is no more.
    assert len(ranked.ids) == len(wanted) or not ranked.is_whole


def test_a_client_is_found_by_a_name_that_is_in_every_mail(few, make, workspace, contact, browse):
    make.client("Kestrel", "KES")
    talk = make.conversation(contact, "Labels")
    make.message(talk, "Kestrel asks for zanzibar", contact=contact)
    for n in range(30):
        make.message(make.conversation(contact, f"Kestrel {n}"), "Of kestrel", contact=contact)
    index.catch_up(at=now())
    reader = Reader(workspace.pk, Role.MEMBER)
    for text in ("kestrel", "kest"):
        groups = {group.label: group.hits for group in find(reader, text, slug="fernhill")}
        assert [hit.title for hit in groups["Clients"]] == ["Kestrel"]
        assert "Kestrel 29" in [hit.title for hit in groups["Conversations"]]
    browser = browse(make.member())
    assert TOLD in browser.get("/w/fernhill/search/?q=kestrel").text
    page = browser.get("/w/fernhill/search/?q=kestrel+zanzibar").text
    assert "Labels" in page and TOLD not in page


def test_a_page_says_that_it_shows_only_the_best(make, manager, browse):
    client = make.client("Northern")
    for n in range(31):
        make.project(client, f"Zanzibar {n}")
    index.catch_up(at=now())
    page = browse(manager).get("/w/fernhill/search/?q=zanzibar").text
    assert "The best 30 are shown." in page
    assert "are shown" not in browse(manager).get("/w/fernhill/search/?q=zanzibar+30").text
