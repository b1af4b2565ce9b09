"""Whether what a plan file says of money can be taken over as it stands."""

from babel.numbers import get_currency_symbol

from rapport.integrations.planfiles.records import PlanFile

LONGEST = 12


def is_ours(file: PlanFile, currency: str) -> bool:
    """Whether its amounts are in this currency; no rate is known by which to convert them.

    Old files name none: then the sign decides, where there is one.
    """
    if file.currency:
        return file.currency.upper() == currency
    sign = file.currency_sign.strip()
    return sign in ("", currency, get_currency_symbol(currency, locale="en"))


def named(file: PlanFile) -> str:
    """The currency as the file names it, which may be nothing."""
    return (file.currency or file.currency_sign.strip())[:LONGEST]
