"""The catalogues: whole, exact, clean, and compiled."""

import gettext
import os

import pytest

from tests.i18n.catalogs import LANGUAGES, by_key, catalog, forms, places, text
from tests.i18n.surface import said
from tests.messages import LOCALE, compile_stale

pytestmark = pytest.mark.parametrize("language", LANGUAGES)


def test_all_that_clients_read_is_translated(language):
    known = by_key(language)
    missing = {
        f"{where}: {key[1]}"
        for key, where in said().items()
        if key not in known or not all(forms(known[key].string))
    }
    assert not missing


def test_nothing_is_guessed(language):
    assert not [message.id for message in catalog(language) if message.fuzzy and message.id]


def test_translations_fill_in_the_same_things(language):
    wrong = [
        message.id
        for message in catalog(language)
        for words, translated in zip(forms(message.id), forms(message.string), strict=False)
        if words and translated and places(translated) != places(words)
    ]
    assert not wrong


def test_a_translation_begins_and_ends_as_its_source(language):
    """A space or full stop that is lost shows where sentences meet. A single word may be short."""
    wrong = [
        (words, translated)
        for message in catalog(language)
        for words, translated in zip(forms(message.id), forms(message.string), strict=False)
        if " " in words and translated and _edges(words) != _edges(translated)
    ]
    assert not wrong


def _edges(words: str) -> tuple[bool, bool, bool]:
    return words[:1].isspace(), words[-1:].isspace(), words.endswith(".")


def test_catalogues_tell_nothing_of_the_machine(language):
    source = text(language)
    assert "POT-Creation-Date" not in source
    assert not [line for line in source.splitlines() if line.startswith(("#: /", "#: ../"))]


def test_a_stale_catalogue_is_compiled_for_the_tests(language, tmp_path):
    folder = tmp_path / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    po = folder / "django.po"
    po.write_text((LOCALE / language / "LC_MESSAGES" / "django.po").read_text())
    [made] = compile_stale(tmp_path)
    with made.open("rb") as compiled:
        spoken = gettext.GNUTranslations(compiled)
    assert spoken.gettext("Very good") != "Very good"
    assert spoken.ngettext("%(n)s try", "%(n)s tries", 2) != "%(n)s tries"
    assert compile_stale(tmp_path) == []
    os.utime(made, (0, 0))
    assert compile_stale(tmp_path) == [made]
