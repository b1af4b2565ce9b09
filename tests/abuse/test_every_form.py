"""Every form under hostile input: refused in a sentence, without a crash and without a trace."""

from http.cookies import SimpleCookie
from itertools import cycle
from urllib.parse import quote

import pytest

from tests.abuse.crawl import forms_of, one_of_each, reachable, writes
from tests.abuse.standing import boss, house, pages, standing, workspace
from tests.abuse.test_every_route import HOSTILE, LONE_SURROGATE

__all__ = ["boss", "house", "pages", "standing", "workspace"]

MARKS = quote(HOSTILE["marks"])
pytestmark = pytest.mark.sweep


@pytest.fixture
def forms(pages):
    """Every form of every page that sends something."""
    texts = [(page.url, page.text) for page in pages if page.is_html]
    found = [form for form in forms_of(texts) if form.method == "post"]
    found = [form for form in one_of_each(found) if "sign-in/" not in form.action]
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


SENSELESS = (
    ({"a": "b"}, {}),
    # To a form this is an empty one as well.
    ('{"a":' * 2000 + "\x00", {"content_type": "application/json"}),
)


def test_f08_no_route_crashes_on_an_empty_or_a_senseless_body(house, send):
    wrong = {}
    for route, url in reachable(house):
        if "POST" in route.access.methods:
            outcomes = [send(url, body, **how) for body, how in SENSELESS]
            if any(wrong_of(*outcome) for outcome in outcomes):
                wrong[route.name] = outcomes
    assert wrong == {}


def test_f08_no_field_of_any_form_crashes_it(forms, send):
    wrong, kinds = {}, cycle(("superscript", "digits", "nul"))
    for form in (form for form in forms if form.fields):  # those without were sent above
        kind = next(kinds)
        outcome = send(form.action, dict.fromkeys(form.fields, HOSTILE[kind]))
        if wrong_of(*outcome):
            wrong[f"{form.action} all={kind}"] = outcome
        for name, kind in zip(form.fields, kinds, strict=False):
            outcome = send(form.action, {**form.fields, name: HOSTILE[kind]})
            if wrong_of(*outcome):
                wrong[f"{form.action} {name}={kind}"] = outcome
        body = "&".join(f"{name}={MARKS}{LONE_SURROGATE}" for name in form.fields)
        outcome = send(form.action, body, content_type="application/x-www-form-urlencoded")
        if wrong_of(*outcome):
            wrong[f"{form.action} marks"] = outcome
    assert wrong == {}
