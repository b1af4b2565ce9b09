"""Every route under hostile input: never a crash, never a write by looking."""

import re
from urllib.parse import quote

import pytest

from tests.abuse.crawl import asked, reachable, writes
from tests.abuse.standing import boss, house, pages, standing, workspace

__all__ = ["boss", "house", "pages", "standing", "workspace"]

HOSTILE = {
    "nul": "a\x00b",
    "digits": "9" * 5000,
    "minus": "-99999999999999999999999",
    "words": "' OR 1=1 --<script>alert(1)</script>%s{{7*7}}",
    "superscript": "²",
    "marks": "\u202e\u200b\ufffe",
    "empty": "",
}
# Numbers its parts anew each time; a PDF says when it was made.
NEVER_TWICE_THE_SAME = {"ui-living", "reports.pdf", "reports.plan"}
LONE_SURROGATE = "%ED%A0%80"
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\son\w+=\"")
INTERNALS = ("owner__password__startswith", "_connector", "workspace", "workspace_id__gt")


def test_e08_looking_writes_nothing(pages):
    wrong = {
        page.route.name: (page.status, page.wrote)
        for page in pages
        if page.status not in (200, 204, 302) or page.wrote
    }
    assert wrong == {}


@pytest.mark.sweep
def test_f08_no_parameter_crashes_a_page_or_makes_it_write(pages, boss, browse):
    browser = browse(boss)
    browser.raise_request_exception = False
    values = {kind: quote(value) for kind, value in HOSTILE.items()} | {"half": LONE_SURROGATE}
    wrong, tried = {}, set()
    for page in pages:
        for kind, value in values.items():
            for names, broken in attempts(browser, page, value):
                tried |= {(page.url, name, kind) for name in names}
                if broken:
                    wrong[f"{page.route.name}?{sorted(names)}={kind}"] = broken
    assert wrong == {}
    assert len(tried) == sum(len(page.asked_for) for page in pages) * len(values)
    assert len(tried) > 40 * len(values)


def attempts(browser, page, value):
    """All parameters of a page at once; then each alone that the page did not come to read."""
    waiting = [set(page.asked_for)]
    while waiting:
        names = waiting.pop()
        if not names:
            continue
        query = "&".join(f"{name}={value}" for name in sorted(names))
        with asked() as read, writes() as wrote:
            answer = browser.get(f"{page.url}?{query}")
        reached = names & read if len(names) > 1 else names
        yield reached, (answer.status_code, wrote) if answer.status_code >= 500 or wrote else None
        waiting += [{name} for name in names - reached]


@pytest.mark.sweep
def test_a11_names_of_columns_in_the_address_reach_nothing(pages, boss, browse):
    browser = browse(boss)
    browser.raise_request_exception = False
    for page in pages:
        name = page.route.name
        if name in NEVER_TWICE_THE_SAME:
            continue
        answer = browser.get(page.url, dict.fromkeys(INTERNALS, "a"))
        assert answer.status_code in (200, 204, 302, 400), name
        if answer.status_code == 200 and not answer.streaming:
            assert strip(answer.content) == strip(page.text.encode()), name


def strip(page: bytes) -> bytes:
    """Without what changes each time: tokens, nonces, the address itself, what the clock says."""
    page = re.sub(rb"<time[^>]{0,200}>[^<]{0,100}", b"", page)
    page = re.sub(rb"\b\d\d:\d\d\b", b"", page)
    page = re.sub(rb"\?[\w&;=%]*", b"", page)
    return re.sub(rb"(csrf|nonce|name=.once)[^>]{0,200}", b"", page, flags=re.IGNORECASE)


def test_a17_every_page_made_for_a_person_is_kept_by_no_cache(pages):
    kept = {page.route.name: page.headers.get("Cache-Control") for page in pages}
    assert {n: said for n, said in kept.items() if said != "private, no-store"} == {}


def test_a19_no_answer_lets_another_site_read_it(pages):
    told = {page.route.name: page.headers for page in pages}
    assert {n for n, said in told.items() if "access-control" in str(said).lower()} == set()


def test_c15_no_page_may_run_or_load_anything_but_our_own_files(pages):
    wrong = {}
    for page in (page for page in pages if page.is_html):
        policy = page.headers.get("Content-Security-Policy", "")
        held = "script-src 'self';" in f"{policy};" or "sandbox" in policy
        if not held or "unsafe-eval" in policy or INLINE.search(page.text):
            wrong[page.route.name] = policy
    assert wrong == {}


@pytest.mark.sweep
def test_e08_every_post_without_the_forms_token_is_refused(house, boss, browse):
    browser = browse(boss)
    browser.handler.enforce_csrf_checks = True
    for route, url in reachable(house):
        for method in set(route.access.methods) - {"GET"}:
            with writes() as seen:
                answer = browser.generic(method, url)
            assert (answer.status_code, seen) == (403, []), f"{method} {route.name}"
