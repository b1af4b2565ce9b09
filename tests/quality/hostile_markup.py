"""The collections of hostile markup, one text a vector; they stand outside the project."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

from tests.quality.mail_data import unpacked


def vectors() -> list[str]:
    """H5SC, DOMPurify's and HTML Purifier's."""
    folder = unpacked("hostile")
    return [*_h5sc(folder), *_dompurify(folder), *_purifier(folder)]


def _h5sc(folder: Path) -> list[str]:
    text = (folder / "h5sc" / "vectors.txt").read_text()
    return [part for part in re.split(r'(?=<div id="\d+">)', text) if part.startswith("<div")]


def _dompurify(folder: Path) -> list[str]:
    return json.loads((folder / "dompurify" / "payloads.json").read_text())


def _purifier(folder: Path) -> list[str]:
    tree = ElementTree.parse(folder / "htmlpurifier-xss" / "smoketests" / "xssAttacks.xml")
    return [attack.findtext("code") or "" for attack in tree.iter("attack")]
