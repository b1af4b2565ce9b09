"""Every form under hostile input: refused in a sentence, without a crash and without a trace."""

import re
from http.cookies import SimpleCookie
from itertools import cycle

import pytest

from tests.abuse.crawl import forms_of, reachable, writes
from tests.abuse.test_every_route import HOSTILE, LONE_SURROGATE


@pytest.fixture
def forms(house, boss, browse):
    """Every form of every page that sends something."""
    pages = [url for route, url in reachable(house) if "GET" in route.access.methods]
    found = [form for form in forms_of(browse(boss), pages) if form.method == "post"]
    alike = {re.sub(r"\d", "", f"{form.action} {sorted(form.fields)}"): form for form in found}
    found = [form for form in alike.values() if "sign-in/" not in form.action]
    assert len(found) > 50
    return found


@pytest.fixture
def send(boss, browse, undone):
    """Send a form, then take back what it did: (status, what it wrote)."""
    browser = browse(boss)
    browser.raise_request_exception = False
    signed_in = browser.cookies.output(header="", sep=";")

    def send(action, fields, **how):
        browser.cookies = SimpleCookie(signed_in)
        with writes() as seen:
            answer = undone(lambda: browser.post(action, fields, **how))
        assert not answer.headers.get("Location", "").startswith("/sign-in/"), action
        return answer.status_code, seen

    return send


def wrong_of(status: int, seen: list[str]) -> bool:
    """Crashed, or wrote although it refused."""
    return status >= 500 or (status >= 400 and bool(seen))


def test_f08_no_route_crashes_on_an_empty_or_a_senseless_body(house, send):
    wrong = {}
    for route, url in reachable(house):
        if "POST" not in route.access.methods:
            continue
        bodies = ({}, {"a": "b"}), ('{"a":' * 2000, "application/json"), ("\x00" * 99, "text/xml")
        for body in bodies:
            if isinstance(body[0], dict):
                outcomes = [send(url, fields) for fields in body]
            else:
                outcomes = [send(url, body[0], content_type=body[1])]
            if any(wrong_of(*outcome) for outcome in outcomes):
                wrong[route.name] = outcomes
    assert wrong == {}


def test_f08_no_field_of_any_form_crashes_it(forms, send):
    wrong = {}
    for form in forms:
        for kind in ("nul", "digits", "superscript", "marks"):
            outcome = send(form.action, dict.fromkeys(form.fields, HOSTILE[kind]))
            if wrong_of(*outcome):
                wrong[f"{form.action} all={kind}"] = outcome
        for name, kind in zip(form.fields, cycle(("superscript", "digits", "nul")), strict=False):
            outcome = send(form.action, {**form.fields, name: HOSTILE[kind]})
            if wrong_of(*outcome):
                wrong[f"{form.action} {name}={kind}"] = outcome
        body = "&".join(f"{name}={LONE_SURROGATE}" for name in form.fields)
        outcome = send(form.action, body, content_type="application/x-www-form-urlencoded")
        if wrong_of(*outcome):
            wrong[f"{form.action} surrogate"] = outcome
    assert wrong == {}
