"""The translations as they lie in the repository."""

import re
from functools import cache

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from tests.i18n.surface import Key
from tests.messages import LOCALE

LANGUAGES = ["de", "fr", "es"]
PLACE = re.compile(r"%\(\w+\)[sd]|%%|%[sd]")


def text(language: str) -> str:
    """A catalogue's source."""
    return (LOCALE / language / "LC_MESSAGES" / "django.po").read_text()


@cache
def catalog(language: str) -> Catalog:
    """A catalogue, parsed."""
    return read_po(text(language).splitlines(), locale=language)


@cache
def by_key(language: str) -> dict[Key, Message]:
    """Its messages by what the sources say."""
    return {(message.context, forms(message.id)[0]): message for message in catalog(language)}


def forms(words: object) -> tuple[str, ...]:
    """One form, or singular and plural."""
    return tuple(words) if isinstance(words, list | tuple) else (str(words),)


def places(words: str) -> list[str]:
    """What is filled in, in order of its name."""
    return sorted(PLACE.findall(words))
