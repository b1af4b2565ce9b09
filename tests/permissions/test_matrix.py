"""The generated matrix: every URL, every role, own and foreign."""

from contextlib import suppress
from http.cookies import SimpleCookie
from itertools import product

import pytest
from django.urls import NoReverseMatch, reverse

from rapport.lib.permissions import REGISTRY
from rapport.lib.roles import Role
from rapport.workspaces.scope import open_workspace
from tests.builders import Make
from tests.permissions.routes import Route, routes

ROUTES = routes()
STAFF_ROUTES = [r for r in ROUTES if r.access and r.access.face == "staff"]
PLAIN = [r for r in STAFF_ROUTES if r.arguments == ("slug",)]
WITH_OBJECT = [r for r in STAFF_ROUTES if len(r.arguments) > 1]
ROLES = [role for role in Role if role != Role.CONTACT]
pytestmark = pytest.mark.sweep


def test_every_route_declares_its_access():
    assert [r.path for r in ROUTES if r.access is None] == []


def test_every_route_has_a_name_of_its_own():
    names = [r.name for r in ROUTES]
    assert [n for n in names if not n] == []
    assert sorted(n for n in set(names) if names.count(n) > 1) == []


def test_every_declared_permission_exists():
    unknown = {r.access.permission for r in STAFF_ROUTES} - set(REGISTRY)
    assert unknown == set()


def _url(route: Route, number: int = 999999) -> str:
    return _url_to(route, "NONE", number)


@pytest.fixture
def call(undone):
    """Ask a route as its first method, and take back what that did."""

    def call(browser, route: Route, url: str):
        signed_in = browser.cookies.output(header="", sep=";")
        method = getattr(browser, route.access.methods[0].lower())
        answer = undone(lambda: method(url))
        browser.cookies = SimpleCookie(signed_in)
        return answer

    return call


def test_a_stranger_gets_404_and_a_visitor_the_sign_in_page(
    workspace, stranger, browse, client, call
):
    outsider, wrong = browse(stranger), []
    for route in STAFF_ROUTES:
        url = _url(route)
        shut, asked = call(outsider, route, url), call(client, route, url)
        sent_to = asked.headers.get("Location", "")
        if shut.status_code != 404 or not sent_to.startswith("/sign-in/"):
            wrong.append((route.path, shut.status_code, asked.status_code, sent_to))
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_a04_a_role_is_let_in_or_refused_as_its_permission_says(role, make, browse, call):
    browser, wrong = browse(make.member(role)), []
    for route in STAFF_ROUTES:
        status = call(browser, route, _url(route)).status_code
        may = REGISTRY[route.access.permission].held_by(role)
        if status >= 500 or (status == 403) == may:
            wrong.append((route.path, route.access.permission, "may" if may else "may not", status))
    assert wrong == []


@pytest.fixture
def foreign_world(stranger):
    """One of everything in another company, so that the first ids and numbers are theirs."""
    with open_workspace(stranger.workspace_id):
        make = Make(stranger.workspace)
        client = make.client("Foreign", "FRN")
        contact = make.contact(client, "Foreign Person", "foreign@client.example")
        project = make.project(client, "Foreign project", key="FRN")
        make.task(project, "Foreign task")
        make.conversation(contact, "Foreign words")
    return stranger


def test_a01_a_foreign_or_missing_object_is_404_for_those_who_may(
    foreign_world, make, browse, call
):
    browser, wrong = browse(make.member(Role.OWNER)), []
    for route in WITH_OBJECT:
        for key, number in (("FRN", 1), ("NONE", 999999)):
            answer = call(browser, route, _url_to(route, key, number))
            if answer.status_code != 404 or b"Foreign" in answer.content:
                wrong.append((route.path, key, answer.status_code))
    assert wrong == []


def _url_to(route: Route, key: str, number: int) -> str:
    """The route in our workspace, its text arguments filled with a key, the others by number."""
    for fillings in product((key, number, "0" * 32), repeat=len(route.arguments) - 1):
        values = dict(zip(route.arguments[1:], fillings, strict=True))
        with suppress(NoReverseMatch):
            return reverse(route.name, kwargs={"slug": "fernhill", **values})
    raise AssertionError(f"no argument fits {route.path}")
