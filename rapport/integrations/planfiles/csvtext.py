"""Bytes of a CSV file to rows of text: encoding, delimiter and quotes are found out."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

from rapport.integrations.planfiles.records import PlanFileError, Refusal
from rapport.integrations.planfiles.rows import Row, Sheet, checked
from rapport.integrations.planfiles.wording import gettext_noop as _

MAX_BYTES = 50 * 1024 * 1024
SAMPLE = 64 * 1024
SAMPLE_ROWS = 30
DELIMITERS = ",;\t|"
LEGACY = ["cp1252", "cp1250", "cp1251", "cp1253", "cp932", "gb18030", "big5", "euc_kr"]
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
ZEROS = 0.3  # share of zero bytes at even or odd places that means UTF-16
NOISE = 0.02  # share of control characters that no text has

EMPTY = _("The file is empty.")
BINARY = _("The file is not text: it cannot be read as a table.")
TOO_BIG = _("The file is larger than 50 MB. Split it into several plans.")
UNREADABLE = _("The row holds characters that cannot be read or stored.")
ALL_UNREADABLE = _("No row below the column names can be taken over: each holds characters that "
                   "cannot be read or stored.")  # fmt: skip
OPEN_QUOTE = "A quotation mark that opens in row {row} is never closed."
LONG_CELL = "A cell in row {row} is longer than 131,072 characters; is a quotation mark missing?"

_BROKEN = re.compile("[\x00\ud800-\udfff]")
_CONTROLS = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def read(data: bytes) -> Sheet:
    """All rows of the file; rows that no database can store are refused by number."""
    text, encoding = decode(data)
    given, text = _given_delimiter(text)
    delimiter = given or _delimiter(text)
    rows: list[Row] = []
    refused: list[Refusal] = []
    for row in checked(_records(text, delimiter, strict=_closes_its_quotes(text, delimiter))):
        broken = _BROKEN.search("\n".join(row.cells))
        if broken:
            shown = _BROKEN.sub("\ufffd", delimiter.join(row.cells))[:200]
            refused.append(Refusal(row.number, "", shown, UNREADABLE))
        else:
            rows.append(row)
    if refused and sum(not row.blank for row in rows) <= 1:
        raise PlanFileError(ALL_UNREADABLE)
    return Sheet(tuple(rows), "", encoding, delimiter, tuple(refused))


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding. Bytes that fit none become lone surrogates."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise PlanFileError(EMPTY)
    if len(data) > MAX_BYTES:
        raise PlanFileError(TOO_BIG)
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "surrogateescape"), encoding
    sample = data[:SAMPLE]
    wide = _utf16(sample)
    if wide:
        return data.decode(wide, "replace"), wide
    strange = len(_CONTROLS.findall(sample)) + sample.count(0)
    if strange > max(NOISE * len(sample), 2):  # one lost character makes no picture of a table
        raise PlanFileError(BINARY)
    return _bytewise(data)


def _utf16(sample: bytes) -> str:
    """UTF-16 without a mark: every other byte of Western text is zero."""
    half = max(len(sample) // 2, 1)
    even, odd = sample[::2].count(0) / half, sample[1::2].count(0) / half
    if odd > ZEROS and even < ZEROS / 3:
        return "utf-16-le"
    return "utf-16-be" if even > ZEROS and odd < ZEROS / 3 else ""


def _bytewise(data: bytes) -> tuple[str, str]:
    try:
        return data.decode("utf-8", "surrogatepass"), "utf-8"
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape")
    broken = len(_BROKEN.findall(text))
    if sum(ord(sign) > 127 for sign in text) - broken > broken:
        return text, "utf-8"
    encoding = _legacy(data)
    return data.decode(encoding, "surrogateescape"), encoding


def _legacy(data: bytes) -> str:
    """The old code page the text makes most sense in; Western European if in doubt."""
    sample = data[:SAMPLE]
    if sum(byte > 127 for byte in sample) < 40:
        return "cp1252"  # too few letters to tell code pages apart
    matches = from_bytes(sample, cp_isolation=LEGACY)
    best = matches.best()
    western = next((match for match in matches if match.encoding == "cp1252"), None)
    if best is None or (western and western.chaos <= best.chaos and not western.chaos):
        return "cp1252"
    return best.encoding


def _given_delimiter(text: str) -> tuple[str, str]:
    """Excel's first line `sep=;` says the delimiter and is no row."""
    first, _found, rest = text.partition("\n")
    line = first.strip().strip('"')
    if line.casefold().startswith("sep=") and len(line) == 5:
        return line[4], rest
    return "", text


def _delimiter(text: str) -> str:
    """The delimiter under which the first rows are most columns of an even width."""
    best, most = ",", 0.0
    for delimiter in DELIMITERS:
        widths: list[int] = []
        try:
            for row in _records(text[:SAMPLE], delimiter, strict=False):
                if row.cells and any(row.cells):
                    widths.append(len(row.cells))
                if len(widths) == SAMPLE_ROWS:
                    break
        except PlanFileError:
            continue  # another delimiter may read it
        if widths and widths[0] > 1:
            even = sum(width == widths[0] for width in widths) / len(widths)
            if widths[0] * even > most:
                best, most = delimiter, widths[0] * even
    return best


def _closes_its_quotes(text: str, delimiter: str) -> bool:
    """Whether the strict rules can be kept; some tools write text after a closing quote."""
    try:
        for _row in _records(text, delimiter, strict=True):
            pass
    except PlanFileError:
        raise
    except csv.Error:
        return False
    return True


def _records(text: str, delimiter: str, *, strict: bool) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            yield Row(number, tuple(cells))
    except csv.Error as error:
        if "unexpected end of data" in str(error):
            raise PlanFileError(OPEN_QUOTE.format(row=number + 1)) from error
        if "field larger" in str(error):
            raise PlanFileError(LONG_CELL.format(row=number + 1)) from error
        raise
