"""Predecessors as Microsoft Project writes them: '3', '3FS+2d;5SS-1 Woche', '4EA+50%'."""

import re
from dataclasses import dataclass, replace

from rapport.integrations.planfiles import amounts

# English, German (Ende-Anfang), French (fin-début), Spanish (fin-comienzo).
KINDS = {
    "fs": "FS", "ss": "SS", "ff": "FF", "sf": "SF",
    "ea": "FS", "aa": "SS", "ee": "FF", "ae": "SF",
    "fd": "FS", "dd": "SS", "df": "SF",
    "fc": "FS", "cc": "SS", "cf": "SF",
}  # fmt: skip
_KIND = "|".join(KINDS)
_WITH_KIND = re.compile(rf"^([\w.]+?)\s*({_KIND})\s*([+-].*)?$", re.I)

_SHARE = re.compile(r"([+-]\d{1,6}(?:[.,]\d+)?)(e?)%", re.I)


@dataclass(frozen=True, slots=True)
class LinkText:
    """One predecessor as written: whom it names, and how it binds."""

    target: str
    kind: str = "FS"
    lag_minutes: int = 0
    percent: float | None = None
    is_elapsed: bool = False


def split(written: str) -> list[str]:
    """The single predecessors of a cell. A comma separates only where no semicolon does."""
    if ";" in written:
        return [piece.strip() for piece in written.split(";") if piece.strip()]
    # A decimal comma ('3FS+1,5d') does not separate.
    pieces = re.split(r"[\n|]|,(?!\d+\s*[a-z])", written, flags=re.I)
    return [piece.strip() for piece in pieces if piece.strip()]


def parse(piece: str) -> LinkText:
    """What one predecessor says. Raises ValueError for a lag that is no time."""
    found = _WITH_KIND.match(piece) or re.match(r"^(\d[\w.]*)()\s*([+-]\s*\d.*)$", piece)
    if not found:
        return LinkText(piece.strip())
    kind = KINDS[found[2].casefold()] if found[2] else "FS"
    lag = (found[3] or "").replace(" ", "")
    return _lagging(LinkText(found[1].strip(), kind), lag) if lag else LinkText(found[1], kind)


def _lagging(link: LinkText, lag: str) -> LinkText:
    """A wait of working time (+2d), around the clock (+2ed), or of a share (+50%, +50e%)."""
    share = _SHARE.fullmatch(lag)
    if share:
        percent = float(share[1].replace(",", "."))
        return replace(link, percent=percent, is_elapsed=bool(share[2]))
    if re.search(r"\de[a-z]", lag, re.I):
        return replace(link, lag_minutes=amounts.elapsed(lag), is_elapsed=True)
    return replace(link, lag_minutes=amounts.duration(lag))
