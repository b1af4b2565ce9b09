"""Every known vector of hostile markup, shown in a real browser: nothing of it runs."""

import random
import re
from contextlib import contextmanager

import pytest

from rapport.inbox.rendering import clean
from rapport.lib.roles import Role
from tests.abuse.crawl import reachable
from tests.abuse.house import furnish
from tests.abuse.markup import say_everywhere
from tests.browser.chromium import chromium
from tests.quality import hostile_markup, mail_data

pytestmark = [
    pytest.mark.quality,
    pytest.mark.browser,
    pytest.mark.skipif(not mail_data.is_there(), reason="the data sets are not here"),
]
# Wherever a vector would lead, somebody who sees it touches everything on it.
TOUCH_ALL = """() => {
  const stay = (e) => {
    if (!/^javascript:/i.test(e.target.closest('a')?.href)) e.preventDefault();
  };
  for (const kind of ['click', 'submit']) addEventListener(kind, stay, true);
  for (const e of document.body.querySelectorAll('*')) {
  for (const kind of ['mouseover', 'focus', 'mouseenter', 'pointerdown', 'click', 'error'])
    e.dispatchEvent(new MouseEvent(kind, {bubbles: true, cancelable: true})); } }"""
ALARM = """for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
  window[name] = () => { window.ran = (window.ran || 0) + 1; };"""
# Our own scripts, styles and pictures are not there; what asks for anything else is a hole.
OWN_SOURCES = re.compile(r"<(?:script|link)\b[^>]*(?:src|href)=\"/static/[^>]*>(?:</script>)?")
# nh3 writes attributes in no particular order; their order means nothing.
TAG = re.compile(r"<\w[^>]*>")


@pytest.fixture(scope="module")
def vectors():
    found = hostile_markup.vectors()
    assert len(found) > 450
    return found


@contextmanager
def watched():
    """Show pages one after another; say which ran something or asked the network."""
    with chromium() as browser:
        page = browser.new_page()
        page.add_init_script(ALARM)
        asked: list[str] = []
        page.route("**/*", lambda route: (asked.append(route.request.url), route.abort()))
        page.on("dialog", lambda dialog: dialog.dismiss())

        def show(html: str) -> bool:
            asked.clear()
            page.goto("about:blank")
            page.evaluate("window.ran = 0")
            page.set_content(html, wait_until="load")
            page.evaluate(TOUCH_ALL)
            return bool(page.evaluate("window.ran")) or bool(asked)

        yield show


def test_the_alarm_rings_when_something_runs_or_is_fetched():
    with watched() as ran:
        assert ran("<a href='#' onclick='alert(1)'>x</a>")
        assert ran("<img src='https://evil.example/p.png'>")
        assert not ran("<p>Good day</p>")


def test_c01_c03_c11_no_vector_in_a_mail_runs_or_fetches(vectors):
    """Without the frame's sandbox and policy, which would stop it a second and a third time."""
    pages = [clean(vector).html.replace('target="_blank"', "") for vector in vectors]
    whole = "\n<hr>\n".join(re.sub(r'href="http[^"]*"|href="(mailto|tel):[^"]*"', "", p)
                            for p in pages)  # fmt: skip
    with watched() as ran:
        assert not ran(whole)


def test_c03_read_anew_each_vector_and_20_000_nestings_hold_nothing_new(vectors):
    for vector in mutated(vectors, 20_000):
        once = clean(vector).html
        assert parts(clean(once).html) == parts(once), vector


def mutated(vectors: list[str], count: int):
    """The vectors, and pieces of them nested in one another; always the same."""
    chance = random.Random(20260304)
    yield from vectors
    for _ in range(count):
        one, other = chance.choice(vectors), chance.choice(vectors)
        at = chance.randrange(len(one) + 1)
        yield (one[:at] + other[: chance.randrange(len(other) + 1)] + one[at:])[:3000]


def parts(html: str) -> tuple[set[str], str]:
    """The tags with their attributes, and the text: wrongly nested tags may be closed elsewhere."""
    lines = html.replace("\r\n", "\n").replace("\r", "\n")  # as every HTML parser reads them
    tags = {" ".join(sorted(tag.strip("<>").split())) for tag in TAG.findall(lines)}
    return tags, "".join(re.sub(r"</?\w[^>]*>", "", lines).split())


@pytest.mark.django_db
def test_c02_no_vector_in_any_name_subject_or_text_runs_on_any_page(vectors, make, browse):
    """Staff pages, taken out of their policy, so that the escaping alone must hold."""
    boss = make.member(Role.OWNER, name="Boss")
    house = furnish(make, boss, word="OWN", key="OWN")
    short = "\"'><img src=x onerror=alert(1)><svg onload=alert(1)>"
    word = short + "".join(vectors)[:60_000] + short
    say_everywhere(word)
    browser, pages = browse(boss), {}
    for route, url in reachable(house):
        if "GET" not in route.access.methods or route.name == "inbox.mail_sign_in":
            continue
        answer = browser.get(url)
        if answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
            pages[route.name] = OWN_SOURCES.sub("", answer.text)
    assert len(pages) > 50 and "&gt;&lt;img src=x" in pages["inbox"]
    with watched() as ran:
        assert [name for name, page in pages.items() if ran(page)] == []
