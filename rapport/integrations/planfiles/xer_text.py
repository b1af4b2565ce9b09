"""The tables of a Primavera XER file: tab-separated rows, their letters and their end."""

import re
from collections.abc import Iterator

from rapport.integrations.planfiles.records import PlanFileError
from rapport.integrations.planfiles.wording import gettext_noop as _

HEADER = b"ERMHDR"
MOST_BYTES = 100 * 1024 * 1024
MOST_ROWS = 1_000_000
MOST_HEAD = 2_000
FEW = 3  # letters of an alphabet of its own in a row tell it from accents

NOT_XER = _("The file is not a Primavera XER plan.")
TOO_BIG = _("The file is too big to be a plan.")
CUT_OFF = _("The XER file is cut off: its end is missing. Export it again.")

# Letters of Windows' Cyrillic; in Western text they are accents, which never stand together so.
_CYRILLIC = re.compile(rb"[\xc0-\xff\xa8\xb8]{%d,}" % FEW)
_HIGH = re.compile(rb"[\x80-\xff]")

Row = dict[str, str]
Tables = dict[str, list[Row]]


def tables(data: bytes, wanted: frozenset[str]) -> Tables:
    """The rows of the wanted tables. Raises `PlanFileError` with a sentence."""
    if len(data) > MOST_BYTES:
        raise PlanFileError(TOO_BIG)
    if not data.lstrip(b"\xef\xbb\xbf").startswith(HEADER):
        raise PlanFileError(NOT_XER)
    found: Tables = {name: [] for name in wanted}
    if not _fill(found, decode(data)):
        raise PlanFileError(CUT_OFF)
    return found


def head(data: bytes) -> str:
    """The first line, which says who wrote the file."""
    return data[:MOST_HEAD].partition(b"\n")[0].decode("ascii", "replace")


def _fill(found: Tables, text: str) -> bool:
    """Sort the rows into their tables; whether the file comes to its end."""
    name, fields, count = "", [""], 0
    for kind, cells in _lines(text):
        if kind == "%E":
            return True
        if kind == "%T":
            name, fields = cells[0] if cells else "", []
        elif kind == "%F":
            fields = cells
        elif kind == "%R" and name in found:
            found[name].append(dict(zip(fields, cells, strict=False)))
            count += 1
        if count > MOST_ROWS:
            raise PlanFileError(TOO_BIG)
    return False


def _lines(text: str) -> Iterator[tuple[str, list[str]]]:
    """Each line's kind and cells. What begins no line of its own goes on with the last cell."""
    kind, cells = "", [""]
    for line in text.replace("\r\n", "\n").split("\n"):
        first, *rest = line.split("\t")
        if first in ("ERMHDR", "%T", "%F", "%R", "%E"):
            if kind:
                yield kind, cells
            kind, cells = first, rest
        elif cells and line:
            cells[-1] += "\n" + first
            cells += rest
    if kind:
        yield kind, cells


def decode(data: bytes) -> str:
    """UTF-8, else Windows' Cyrillic where its words stand, else Western.

    The file does not say in which code page it was written.
    """
    data = data.replace(b"\x00", b"")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    words = sum(len(word) for word in _CYRILLIC.findall(data))
    high = len(_HIGH.findall(data))
    return data.decode("cp1251" if words * 2 > high else "cp1252", "replace")
