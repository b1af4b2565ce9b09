"""Save every page as a picture, to be looked at: `python -m tests.browser.screenshots FOLDER`."""

import argparse
import tempfile
from pathlib import Path

import django

from tests.browser.chromium import chromium
from tests.browser.faces import Faces
from tests.browser.walk import route_of, walk
from tests.living import Home

WIDTHS = (1440, 390)
SCHEMES = ("light", "dark")


def main() -> None:
    """Start a demo of its own, walk both faces, save each page in each form."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    with tempfile.TemporaryDirectory() as scratch:
        home = Home(Path(scratch) / "home")
        with home.serving("--workers", "1", "--demo") as server:
            faces = Faces(home, server)
            for face in ("as_staff", "as_client", "in_an_empty_company"):
                print(face, _save(faces, face, folder / face), "pages")


def _save(faces: Faces, face: str, folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with chromium() as browser:
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        for url in walk(page, getattr(faces, face)(page)):
            count += 1
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 900 if width > 500 else 844})
                for scheme in SCHEMES:
                    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                    name = f"{count:02}-{route_of(url)}-{width}-{scheme}.png"
                    page.screenshot(path=folder / name, full_page=width < 500)
            page.set_viewport_size({"width": 1440, "height": 900})
    return count


if __name__ == "__main__":
    django.setup()
    main()
