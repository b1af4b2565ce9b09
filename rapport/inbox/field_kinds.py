"""The one spelling in which a custom field's value is kept, and how it is shown."""

from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.dateparse import parse_date
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rapport.inbox.models import CustomField
from rapport.inbox.models.custom_field import LONGEST_VALUE
from rapport.lib.refusal import Refused
from rapport.ui import words

MOST_DIGITS = 18
YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))
Kind = CustomField.Kind
Options = list[tuple[str, str]]


class NoValue(Refused):
    """The field does not take this."""


def options(field: CustomField) -> Options:
    """What can be chosen; nothing where one types."""
    if field.kind == Kind.YES_NO:
        return [(key, str(label)) for key, label in YES_NO]
    return [(str(key), str(label)) for key, label in field.choices]


def canonical(field: CustomField, typed: str) -> str:
    """As it is kept; empty is nothing."""
    text = " ".join(typed.replace("\x00", "").split())
    if not text:
        return ""
    if field.kind == Kind.NUMBER:
        return _number(field, text)
    if field.kind == Kind.DAY:
        return _day(field, text)
    if field.kind == Kind.TEXT:
        return _text(field, text)
    if text not in {key for key, _label in options(field)}:
        raise NoValue(_("%(field)s: choose one of the list.") % {"field": field.name})
    return text


def shown(field: CustomField, value: str) -> str:
    """In the reader's words; a choice that was taken from the list shows its key."""
    if field.kind in (Kind.CHOICE, Kind.YES_NO):
        return dict(options(field)).get(value, value)
    if field.kind == Kind.DAY and value:
        return words.long(date.fromisoformat(value))
    return str(number_format(value)) if field.kind == Kind.NUMBER and value else value


def _number(field: CustomField, text: str) -> str:
    """With a point or a comma; no exponents, no thousands."""
    try:
        number = Decimal(text.replace(",", ".").replace("−", "-"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or len(number.as_tuple().digits) > MOST_DIGITS:
        raise NoValue(_("%(field)s: this is no number.") % {"field": field.name})
    if abs(number.adjusted()) > MOST_DIGITS:
        raise NoValue(_("%(field)s: this is no number.") % {"field": field.name})
    return format(number.normalize() + 0, "f")


def _day(field: CustomField, text: str) -> str:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2200:
        raise NoValue(_("%(field)s: this is no day.") % {"field": field.name})
    return day.isoformat()


def _text(field: CustomField, text: str) -> str:
    if len(text) > LONGEST_VALUE:
        raise NoValue(
            _("%(field)s: %(n)d letters at most.") % {"field": field.name, "n": LONGEST_VALUE}
        )
    return text
