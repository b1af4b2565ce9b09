"""Save every page as a picture, to be looked at: `python -m tests.browser.screenshots FOLDER`."""

import argparse
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
from playwright.sync_api import Page

from tests.browser.chromium import chromium, complaints
from tests.browser.faces import Faces
from tests.browser.furnished import STREET, every_page
from tests.browser.inspection import faults_of
from tests.browser.walk import open_each, route_of, walk
from tests.living import Home

WIDTHS = (1440, 390)
SCHEMES = ("light", "dark")
FACES = ("as_staff", "as_client", "in_an_empty_company", "in_a_furnished_house", "on_the_street")


def main() -> None:
    """Start a demo of its own, walk its faces, save each page in each form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--face", choices=FACES, action="append", help="this one only; repeatable")
    parser.add_argument("--axe", action="store_true", help="say what axe finds on each page too")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = Home(Path(scratch) / "home")
        with home.serving("--workers", "1", "--demo") as server:
            faces = Faces(home, server)
            for face in wanted.face or FACES:
                print(face, _save(faces, face, wanted.folder / face, axe=wanted.axe), "pages")


def _save(faces: Faces, face: str, folder: Path, *, axe: bool) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        page.set_default_timeout(60_000)
        heard = complaints(page)
        for url in _pages(faces, face, page):
            count += 1
            for fault in [*heard, *(faults_of(page) if axe else ())]:
                print(f"{url}: {fault}")
            heard.clear()
            _picture(page, folder / f"{count:02}-{route_of(url)}")
    return count


def _pages(faces: Faces, face: str, page: Page) -> Iterator[str]:
    if face == "on_the_street":
        return open_each(page, [faces.server.url + path for path in STREET])
    if face == "in_a_furnished_house":
        return open_each(page, every_page(faces, page).values())
    return walk(page, getattr(faces, face)(page))


def _picture(page: Page, name: Path) -> None:
    """The whole page, wide and on a phone, in both schemes."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900 if width > 500 else 844})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.screenshot(path=f"{name}-{width}-{scheme}.png", full_page=True)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.emulate_media(color_scheme="light")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rapport.config.settings")
    django.setup()
    main()
