"""Public holidays of countries and their parts."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays
from babel import Locale, UnknownLocaleError

Choices = list[tuple[str, str]]


@lru_cache(maxsize=1)
def _countries() -> dict[str, list[str]]:
    found = holidays.list_supported_countries(include_aliases=False)
    return {code: parts for code, parts in found.items() if len(code) == 2}


def countries(language: str) -> Choices:
    """Code and name of every country whose holidays are known, by name."""
    names = _locale(language).territories
    return sorted(((code, names.get(code, code)) for code in _countries()), key=lambda one: one[1])


def subdivisions(country: str) -> Choices:
    """Code and name of the parts of a country that have holidays of their own."""
    if country not in _countries():
        return []
    aliases = holidays.country_holidays(country).get_subdivision_aliases()
    named = ((code, (aliases.get(code) or [code])[0]) for code in _countries()[country])
    return sorted(named, key=lambda one: one[1])


def public_holidays(
    country: str, subdivision: str, years: Iterable[int], language: str
) -> dict[date, str]:
    """The days and their names, in the language if it is known, else the country's."""
    spoken = next(
        (
            known
            for known in getattr(holidays.country_holidays(country), "supported_languages", ())
            if known.split("_")[0] == language.split("-")[0]
        ),
        None,
    )
    found = holidays.country_holidays(
        country, subdiv=subdivision or None, years=list(years), language=spoken
    )
    return dict(sorted(found.items()))


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")
