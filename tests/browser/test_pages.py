"""Every page, with the demo's story and in an empty company: it works, quietly, for everybody."""

from collections.abc import Iterable

import pytest

from tests.browser.chromium import chromium, complaints
from tests.browser.furnished import STREET, every_page, lengthen_names
from tests.browser.inspection import faults_of
from tests.browser.walk import open_each, route_of, walk

pytestmark = pytest.mark.browser


@pytest.fixture
def page():
    with chromium() as browser:
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.set_default_timeout(20_000)
        yield context.new_page()


def inspected(page, start: str) -> dict[str, list[str]]:
    """Walk from a page on; the faults of each route."""
    return faults_in(page, walk(page, start))


def faults_in(page, urls: Iterable[str]) -> dict[str, list[str]]:
    """The faults of each of these pages; each is open when its address comes."""
    heard, faults, count = complaints(page), {}, 0
    for url in urls:
        count += 1
        found = faults_of(page) + heard
        heard.clear()
        if found:
            faults[f"{route_of(url)} {url}"] = found
    print(f"\n{count} pages")
    assert count > 5
    return faults


def told(faults: dict[str, list[str]]) -> str:
    return "\n".join(f"{url}\n    " + "\n    ".join(found) for url, found in faults.items())


def test_every_staff_page_of_the_demo(faces, page):
    faults = inspected(page, faces.as_staff(page))
    assert not faults, told(faults)


def test_every_staff_page_of_an_empty_company(faces, page):
    faults = inspected(page, faces.in_an_empty_company(page))
    assert not faults, told(faults)


def test_every_page_of_a_clients_portal(faces, page):
    faults = inspected(page, faces.as_client(page))
    assert not faults, told(faults)


@pytest.mark.slow
def test_every_route_that_is_a_page_and_any_length_of_a_name(faces, page):
    urls = every_page(faces, page)
    faults = faults_in(page, open_each(page, urls.values()))
    assert not faults, told(faults)
    lengthen_names(faces)
    faults = faults_in(page, open_each(page, urls.values()))
    assert not faults, told(faults)


def test_every_page_of_somebody_who_is_not_signed_in(faces, page):
    faults = faults_in(page, open_each(page, [faces.server.url + path for path in STREET]))
    assert not faults, told(faults)
