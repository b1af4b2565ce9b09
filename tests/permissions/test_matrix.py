"""The generated matrix: every URL, every role, own and foreign."""

import pytest
from django.urls import reverse

from rapport.lib.permissions import REGISTRY
from rapport.lib.roles import Role
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


def _url(route: Route, slug: str, value: str = "1") -> str:
    filling = {a: slug if a == "slug" else value for a in route.arguments}
    for candidate in (value, "AAA", "0" * 32, "a@b.example", "2026-01-01"):
        try:
            return reverse(
                route.name, kwargs={a: slug if a == "slug" else candidate for a in filling}
            )
        except Exception:  # noqa: BLE001 - another kind of argument is tried
            continue
    raise AssertionError(f"no argument fits {route.path}")


def _call(browser, route: Route, url: str):
    method = route.access.methods[0].lower()
    return getattr(browser, method)(url)


@pytest.mark.parametrize("route", STAFF_ROUTES, ids=str)
def test_a_stranger_gets_404_and_a_visitor_the_sign_in_page(route, workspace, stranger, browse, client):
    url = _url(route, "fernhill")
    assert _call(browse(stranger), route, url).status_code == 404
    answer = _call(client, route, url)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("route", STAFF_ROUTES, ids=str)
def test_each_role_is_let_in_or_refused_as_its_permission_says(route, make, browse):
    permission = REGISTRY[route.access.permission]
    url = _url(route, "fernhill", "999999")
    for role in ROLES:
        answer = _call(browse(make.member(role)), route, url)
        if permission.held_by(role):
            assert answer.status_code != 403, f"{role} holds {permission.name} but was refused"
            assert answer.status_code < 500
        else:
            assert answer.status_code == 403, f"{role} lacks {permission.name} but got in"


@pytest.mark.parametrize("route", WITH_OBJECT, ids=str)
def test_an_object_that_does_not_exist_is_404_for_those_who_may(route, make, browse):
    answer = _call(browse(make.member(Role.OWNER)), route, _url(route, "fernhill", "999999"))
    assert answer.status_code in (404, 400, 302, 200) if "slug" == route.arguments[-1] else 404
