"""A house that stands for a whole module, and one tour of it whose pages many tests read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from rapport.accounts.models import Member
from rapport.lib.roles import Role
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
from tests.abuse.crawl import asked, reachable, writes
from tests.abuse.house import Values, furnish
from tests.builders import Make
from tests.permissions.routes import Route

EVIL = "https://evil.example"
# What is refused unless a provider's sign-in was begun, or a picture's address signed.
NEEDS_A_BEGINNING = {"inbox.mail_sign_in", "inbox.picture"}


@dataclass(frozen=True)
class Page:
    """What one look at a page showed, and what the look itself did."""

    route: Route
    url: str
    status: int
    headers: Mapping[str, str]
    text: str
    asked_for: frozenset[str]
    wrote: tuple[str, ...]

    @property
    def is_html(self) -> bool:
        return self.status == 200 and "html" in self.headers.get("Content-Type", "")


@dataclass
class Standing:
    """The workspace, its owner, where everything is, and the pages once somebody looked."""

    workspace: Workspace
    boss: Member
    values: dict[str, Values]
    media: Path
    pages: list[Page] = field(default_factory=list)


@pytest.fixture(scope="module")
def standing(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Standing]:
    """One of everything, built once: each test takes back what it does to it."""
    media = tmp_path_factory.mktemp("house")
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), transaction.atomic():
        workspace = Make.workspace("Fernhill Studio", "fernhill")
        with (
            override_settings(MEDIA_ROOT=media, PASSWORD_HASHERS=quick),
            open_workspace(workspace.pk),
        ):
            make = Make(workspace)
            boss = make.member(Role.OWNER, name="Boss")
            values = furnish(make, boss, word="OWNTHING", key="OWN")
        yield Standing(workspace, boss, values, media)
        transaction.set_rollback(True)


@pytest.fixture
def workspace(standing, db, settings) -> Workspace:
    settings.MEDIA_ROOT = standing.media
    return standing.workspace


@pytest.fixture
def boss(standing, scope) -> Member:
    return standing.boss


@pytest.fixture
def house(standing, scope) -> dict[str, Values]:
    """One of everything in the test's workspace."""
    return standing.values


@pytest.fixture
def pages(standing, house, boss, browse) -> list[Page]:
    """Every page that staff can look at, seen once by the owner, as if another site asked."""
    if not standing.pages:
        browser = browse(boss)
        browser.get("/w/fernhill/")
        standing.pages = [
            _seen(browser, route, url)
            for route, url in reachable(house)
            if "GET" in route.access.methods and route.name not in NEEDS_A_BEGINNING
        ]
    return standing.pages


def _seen(browser, route: Route, url: str) -> Page:
    with asked() as names, writes() as wrote:
        answer = browser.get(url, HTTP_ORIGIN=EVIL)
    text = "" if answer.streaming else answer.content.decode("utf-8", "replace")
    return Page(
        route, url, answer.status_code, dict(answer.headers), text, frozenset(names), tuple(wrote)
    )
