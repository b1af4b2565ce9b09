"""What anybody, or a signed-in client, may call: hostile input neither crashes nor changes it."""

import pytest
from django.db import transaction

from rapport.clients.models import Contact
from tests.abuse.crawl import asked, reachable, writes
from tests.abuse.standing import boss, house, standing, workspace
from tests.abuse.test_every_route import HOSTILE, LONE_SURROGATE

__all__ = ["boss", "house", "standing", "workspace"]
pytestmark = pytest.mark.sweep
# Other systems send there: a signature stands for the form's token (tests/channels).
# Visitors of a chat bear no cookie at all: the token in a header stands for both (tests/chat).
SIGNED = {
    "inbox.hook", "inbox.hook_fate", "channels.hook", "chat.begin", "chat.messages", "chat.doing",
    "chat.about", "chat.files", "chat.proof",
}  # fmt: skip


@pytest.fixture
def doors(house):
    more = {
        "join": {"token": "x" * 32}, "portal.report": {"number": 1},
        "account_reset_password_from_key": {"uidb36": "1", "key": "a-b"},
        "mfa_": {"pk": 1}, "demo.": {"key": "x" * 32}, "feedback.": {"token": "x" * 32},
        "channels.hook": {"token": "x" * 32}, "inbox.hook": {"token": "x" * 32},
        "channels.file": {"key": "x:y:z"},
        "portal.link": {"token": "x" * 32}, "portal.renewal": {"token": "x" * 32},
    }  # fmt: skip
    return reachable(house | more, faces=("public", "portal", "signed-in"))


@pytest.fixture
def visitors(boss, browse, portal, client, house):
    """Nobody, a client's contact, and a member, by the face of the route."""
    contact = portal(Contact.objects.get(client__key="OWN"))
    found = {"public": client, "portal": contact, "signed-in": browse(boss)}
    for browser in found.values():
        browser.raise_request_exception = False
    return found


def call(browser, method, url, fields=None, **how):
    """Ask, then take back what it did; which names it asked for, and what came of it."""
    cookies = browser.cookies.output(header="", sep=";")
    with transaction.atomic():
        with asked() as names, writes() as seen:
            answer = getattr(browser, method)(url, fields or {}, **how)
        transaction.set_rollback(True)
    browser.cookies.clear()
    browser.cookies.load(cookies)
    refused_but_wrote = 400 <= answer.status_code < 500 and seen
    return names, answer.status_code >= 500 or bool(refused_but_wrote)


def test_f08_no_public_or_portal_page_crashes_on_any_parameter(doors, visitors):
    wrong = []
    for route, url in doors:
        browser = visitors[route.access.face]
        for method in {m.lower() for m in route.access.methods} & {"get", "post"}:
            names, broken = call(browser, method, url)
            cases = [(f"{method} empty", broken)]
            for kind, value in HOSTILE.items() if names else ():
                fields = dict.fromkeys(names, value)
                cases.append((f"{method} {kind}", call(browser, method, url, fields)[1]))
            if method == "post" and names:
                body = "&".join(f"{name}={LONE_SURROGATE}" for name in names)
                kind = "application/x-www-form-urlencoded"
                cases.append(("surrogate", call(browser, method, url, body, content_type=kind)[1]))
            wrong += [f"{route.name} {said}" for said, broken in cases if broken]
    assert wrong == []


def test_e08_looking_at_a_public_or_portal_page_writes_nothing(doors, visitors):
    wrong = {}
    for route, url in doors:
        browser = visitors[route.access.face]
        if "GET" in route.access.methods:
            browser.get(url)  # a first visit may begin a session
            for method in (browser.get, browser.head):
                with writes() as seen:
                    answer = method(url)
                if seen or answer.status_code >= 500:
                    wrong[route.name] = answer.status_code, seen
    assert wrong == {}


def test_e08_no_public_or_portal_form_is_taken_without_its_token(doors, visitors):
    for browser in visitors.values():
        browser.handler.enforce_csrf_checks = True
    for route, url in doors:
        if "POST" in route.access.methods and route.name not in SIGNED:
            assert visitors[route.access.face].post(url).status_code == 403, route.name


def test_a17_nothing_shown_to_a_person_is_kept_by_a_cache(doors, visitors):
    for route, url in doors:
        if "GET" in route.access.methods and route.access.face != "public":
            said = visitors[route.access.face].get(url).headers.get("Cache-Control", "")
            assert "no-store" in said and "private" in said, route.name
