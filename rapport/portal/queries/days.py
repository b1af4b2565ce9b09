"""A day in the contact's language: 4 December."""

from datetime import date

from babel.dates import format_skeleton

from rapport.ui import words


def spoken(day: date, today: date) -> str:
    """Day and month, and the year when it is another."""
    skeleton = "MMMMd" if day.year == today.year else "yMMMMd"
    return str(format_skeleton(skeleton, day, locale=words.locale()))
