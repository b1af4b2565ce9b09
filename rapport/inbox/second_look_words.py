"""What was found in a letter, as a sentence to whoever wrote it."""

from collections.abc import Callable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from rapport.engine.outgoing import Finding, Kind

Said = Callable[[Finding], str]


def said(found: Finding) -> str:
    """The sentence."""
    return _SENTENCES[found.kind](found)


def _variable(found: Finding) -> str:
    return _("%(words)s is still to be filled. Write what belongs there, or take it out.") % {
        "words": found.words
    }


def _placeholder(found: Finding) -> str:
    return _("“%(words)s” looks like a gap that was left.") % {"words": found.words}


def _question(found: Finding) -> str:
    return _("Nothing seems to answer: “%(words)s”") % {"words": found.words}


def _attachment(found: Finding) -> str:
    return _("It says “%(words)s”, but no file is attached.") % {"words": found.words}


def _date(found: Finding) -> str:
    words = {"words": found.words, "what": found.against, "day": _day(found.day)}
    return _("“%(words)s”: they were told %(day)s for “%(what)s”.") % words


def _weekday(found: Finding) -> str:
    weekday = date_format(found.day, "l") if found.day else ""
    return _("“%(words)s” is a %(weekday)s.") % {"words": found.words, "weekday": weekday}


def _greeting(found: Finding) -> str:
    words = {"words": found.words, "against": found.against}
    return _("It greets %(words)s and goes to %(against)s.") % words


def _other_client(found: Finding) -> str:
    words = {"words": found.words, "against": found.against}
    return _("%(words)s belongs to %(against)s, another client.") % words


def _ours(found: Finding) -> str:
    return _("%(words)s is one of us: the client will see this address.") % {"words": found.words}


def _several(found: Finding) -> str:
    return _("People of several clients get it: %(words)s.") % {"words": found.words}


def _tone(found: Finding) -> str:
    if found.against == "formal":
        return _("“%(words)s”: they want to be spoken to formally.") % {"words": found.words}
    return _("“%(words)s”: they want to be spoken to by first name.") % {"words": found.words}


def _day(day: date | None) -> str:
    return date_format(day, "j F") if day else ""


_SENTENCES: dict[Kind, Said] = {
    Kind.VARIABLE: _variable,
    Kind.PLACEHOLDER: _placeholder,
    Kind.QUESTION: _question,
    Kind.ATTACHMENT: _attachment,
    Kind.DATE: _date,
    Kind.WEEKDAY: _weekday,
    Kind.GREETING: _greeting,
    Kind.OTHER_CLIENT: _other_client,
    Kind.OURS: _ours,
    Kind.SEVERAL: _several,
    Kind.TONE: _tone,
}
