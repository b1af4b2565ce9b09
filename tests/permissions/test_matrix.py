"""The generated matrix: every URL, every role, own and foreign."""

from contextlib import suppress
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


def _call(browser, route: Route, url: str):
    method = route.access.methods[0].lower()
    return getattr(browser, method)(url)


@pytest.mark.parametrize("route", STAFF_ROUTES, ids=str)
def test_a_stranger_gets_404_and_a_visitor_the_sign_in_page(
    route, workspace, stranger, browse, client
):
    url = _url(route)
    assert _call(browse(stranger), route, url).status_code == 404
    answer = _call(client, route, url)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("route", STAFF_ROUTES, ids=str)
def test_a04_each_role_is_let_in_or_refused_as_its_permission_says(route, make, browse):
    permission = REGISTRY[route.access.permission]
    url = _url(route)
    for role in ROLES:
        answer = _call(browse(make.member(role)), route, url)
        if permission.held_by(role):
            assert answer.status_code != 403, f"{role} holds {permission.name} but was refused"
            assert answer.status_code < 500
        else:
            assert answer.status_code == 403, f"{role} lacks {permission.name} but got in"


# Arguments of these routes name no record: a day, a step, a file format.
NO_RECORD: frozenset[str] = frozenset()


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


@pytest.mark.parametrize("route", WITH_OBJECT, ids=str)
def test_a01_a_foreign_or_missing_object_is_404_for_those_who_may(
    route, foreign_world, make, browse
):
    if route.name in NO_RECORD:
        return
    browser = browse(make.member(Role.OWNER))
    for key, number in (("FRN", 1), ("NONE", 999999)):
        answer = _call(browser, route, _url_to(route, key, number))
        assert answer.status_code == 404, f"{route.path} answered {answer.status_code}"
        assert b"Foreign" not in answer.content


def _url_to(route: Route, key: str, number: int) -> str:
    """The route in our workspace, its text arguments filled with a key, the others by number."""
    for fillings in product((key, number, "0" * 32), repeat=len(route.arguments) - 1):
        values = dict(zip(route.arguments[1:], fillings, strict=True))
        with suppress(NoReverseMatch):
            return reverse(route.name, kwargs={"slug": "fernhill", **values})
    raise AssertionError(f"no argument fits {route.path}")
