"""What the set-up makes, and what may not be in what it is made from."""

import json
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from rapport.ui.icons import ICONS

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "rapport" / "ui" / "static" / "ui"


def test_the_lock_pins_every_package_by_hash_and_names_no_host_to_fetch_it_from():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: facts for name, facts in packages.items() if name}
    assert all(facts["integrity"].startswith("sha512-") for facts in fetched.values())
    assert not any("resolved" in facts for facts in fetched.values())


def test_no_package_may_run_code_when_it_is_installed():
    assert "ignore-scripts=true" in (ROOT / ".npmrc").read_text().splitlines()


def test_the_sprite_holds_each_icon_once_and_no_others():
    found = re.findall(r'<symbol id="([\w-]+)"', (BUILT / "icons.svg").read_text())
    assert sorted(found) == sorted(ICONS)


def test_every_part_that_a_script_asks_for_is_there():
    asked = set()
    for script in [BUILT / "app.js", *BUILT.glob("parts/*.js")]:
        asked |= set(re.findall(r"[\w-]+-[A-Z0-9]{8}\.js", script.read_text()))
    assert asked
    assert asked <= {part.name for part in BUILT.glob("parts/*.js")}


def test_nothing_is_fetched_from_elsewhere():
    styles = (BUILT / "app.css").read_text()
    assert not re.search(r"url\(\s*[\"']?(https?:)?//", styles)


@pytest.mark.parametrize(("style", "weight"), [("Regular", 400), ("SemiBold", 600)])
def test_the_fonts_of_pdfs_are_still_and_know_the_scripts_of_clients(style, weight):
    font = TTFont(ROOT / "rapport" / "reports" / "fonts" / f"Inter-{style}.ttf")
    assert "fvar" not in font
    assert font["OS/2"].usWeightClass == weight
    assert {ord(letter) for letter in "AßéłŁąÑ€ΩЖ–„“"} <= set(font.getBestCmap())
