"""Amounts of money as people read and write them; kept as whole minor units of a currency."""

import re
from contextlib import suppress
from decimal import Decimal, InvalidOperation

from babel.numbers import (
    NumberFormatError,
    format_decimal,
    get_currency_precision,
    get_currency_symbol,
    parse_decimal,
    parse_pattern,
)

from rapport.ui.words import locale

# Nobody's project costs more; a column holds it, and a sum of thousands of them.
MOST = 10**14
WRITTEN = re.compile(r"[0-9][0-9.,]{0,29}")


class NoAmount(ValueError):
    """What was typed is no amount of money."""


def said(amount: float, currency: str) -> str:
    """An amount in the reader's form, without a fraction where it has none: "€1,200"."""
    whole = _major(round(amount), currency)
    pattern = parse_pattern(locale().currency_formats["standard"].pattern)
    digits = 0 if whole == whole.to_integral_value() else get_currency_precision(currency)
    pattern.frac_prec = (digits, digits)
    return str(pattern.apply(whole, locale(), currency=currency, currency_digits=False))


def about(amount: float, currency: str) -> str:
    """The same to a whole unit: what was reckoned is not known to the cent."""
    return said(to_units(amount, currency), currency)


def to_units(amount: float, currency: str) -> int:
    """An amount without its fraction of a unit."""
    unit: int = 10 ** get_currency_precision(currency)
    return round(amount / unit) * unit


def written(amount: int, currency: str) -> str:
    """An amount as it is typed, without its currency."""
    return str(format_decimal(_major(amount, currency), locale=locale(), group_separator=False))


def read(text: str, currency: str) -> int:
    """Minor units of what was typed: in the reader's form, else with a point. Raises `NoAmount`.

    More decimals than the currency has are refused: "1.200" may have been meant either way.
    """
    for mark in (currency, get_currency_symbol(currency, locale=locale())):
        text = text.replace(mark, "").replace(mark.lower(), "")
    digits = get_currency_precision(currency)
    amount = _number(re.sub(r"[\s'\u2019]", "", text))
    if -int(amount.as_tuple().exponent) > digits or amount.scaleb(digits) > MOST:
        raise NoAmount(text)
    return int(amount.scaleb(digits))


def _number(text: str) -> Decimal:
    if not WRITTEN.fullmatch(text):
        raise NoAmount(text)
    with suppress(NumberFormatError):
        return parse_decimal(text, locale=locale(), strict=True)
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise NoAmount(text) from error


def _major(amount: int, currency: str) -> Decimal:
    return Decimal(amount).scaleb(-get_currency_precision(currency))
