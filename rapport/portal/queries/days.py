"""A day in the contact's language: 4 December, 4. Dezember, 4 de diciembre."""

from datetime import date

from babel.dates import format_date, format_skeleton

from rapport.ui import words


def spoken(day: date, today: date) -> str:
    """Day and month, and the year when it is another."""
    locale = words.locale()
    same_year = day.year == today.year
    if locale.language == "en":
        # The skeleton's English is American whatever the territory.
        return str(format_date(day, "d MMMM" if same_year else "d MMMM y", locale=locale))
    if not same_year:
        return str(format_date(day, "long", locale=locale))
    return str(format_skeleton("MMMMd", day, locale=locale))
