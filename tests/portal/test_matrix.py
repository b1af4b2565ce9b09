"""The generated matrix of the portal: every route, signed out, elsewhere, another client."""

import pytest
from django.test import Client as Browser
from django.urls import reverse

from rapport.workspaces.scope import open_workspace
from tests.builders import Make
from tests.permissions.routes import Route, routes

PORTAL = [route for route in routes() if route.access and route.access.face == "portal"]
WITH_OBJECT = [route for route in PORTAL if len(route.arguments) > 1]
METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture
def theirs(project, deliverable, question, conversation) -> dict[str, dict[str, object]]:
    """For each route with an argument, something of Ines's that is really there."""
    token = deliverable.files.get().file.token
    return {
        "portal.project": {"key": project.key},
        "portal.deliverable": {"number": deliverable.number},
        "portal.question": {"number": question.number},
        "portal.conversation": {"number": conversation.number},
        "portal.report": {"key": project.key, "number": 1},
        "portal.file": {"token": token},
        "portal.colleague": {"pk": conversation.participants.get().contact_id},
    }


def url_of(route: Route, theirs: dict[str, dict[str, object]]) -> str:
    return reverse(route.name, kwargs={"slug": "fernhill", **theirs.get(route.name, {})})


@pytest.mark.parametrize("route", PORTAL, ids=str)
def test_nobody_but_a_signed_in_contact_of_this_company_gets_in(
    route, theirs, portal, stranger, manager, browse
):
    with open_workspace(stranger.workspace_id):
        make = Make(stranger.workspace)
        elsewhere = make.contact(make.client(), "Elsewhere", "ines@northwind.example")
    url = url_of(route, theirs)
    for browser in (Browser(), portal(elsewhere), browse(manager), browse(stranger)):
        answer = getattr(browser, route.access.methods[0].lower())(url)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/p/fernhill/sign-in/")


@pytest.mark.parametrize("route", WITH_OBJECT, ids=str)
def test_a01_a_contact_of_another_client_finds_nothing(route, theirs, portal, make, contact):
    url = url_of(route, theirs)
    if route.name not in ("portal.report", "portal.colleague"):
        assert portal(contact).get(url).status_code == 200, "it is there for whom it is for"
    rival = make.contact(make.client("Rival", "RIV"), sees_company=True, decides_for_company=True)
    for method in (m.lower() for m in route.access.methods):
        answer = getattr(portal(rival), method)(url)
        assert answer.status_code == 404


@pytest.mark.parametrize("route", PORTAL, ids=str)
def test_only_declared_methods_are_answered(route, theirs, portal, contact):
    browser, url = portal(contact), url_of(route, theirs)
    for method in METHODS:
        if method.upper() not in route.access.methods:
            assert getattr(browser, method)(url).status_code == 405


def test_every_route_with_an_object_is_in_this_matrix(theirs):
    assert {route.name for route in WITH_OBJECT} == set(theirs)
