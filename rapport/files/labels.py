"""The name people see on a file. It is only a label: nothing on disk is ever named by it."""

import re
import unicodedata

LONGEST = 180
UNNAMED = "file"
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
UNSAFE = re.compile(r'[<>:"|?*]')


def label(name: str) -> str:
    """A name that is safe to show and to save: no path, no control or invisible characters.

    What can turn text around or hide in it (RTL marks, zero-width, NUL) is dropped after
    normalisation, leading dots are stripped, names that Windows reserves get an underscore, and
    the ending survives shortening.
    """
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name))
    text = text.replace("\\", "/").rsplit("/", 1)[-1]
    text = "".join(letter for letter in text if unicodedata.category(letter)[0] != "C")
    text = UNSAFE.sub("_", " ".join(text.split())).strip(". ")
    if RESERVED.match(text):
        text = f"_{text}"
    return _shortened(text) or UNNAMED


def ending(name: str) -> str:
    """The ending in lower case, with its dot; empty when there is none."""
    stem, dot, rest = name.rpartition(".")
    return f".{rest.lower()}" if dot and stem and rest.isalnum() and len(rest) <= 10 else ""


def _shortened(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    tail = ending(text)
    return text[: LONGEST - len(tail)].rstrip(". ") + text[len(text) - len(tail) :]
