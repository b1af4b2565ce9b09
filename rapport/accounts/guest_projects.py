"""The projects a guest can be invited to; `projects`, which stands above, says which there are."""

from collections.abc import Callable, Sequence

from rapport.lib.reader import Reader

Offer = Callable[[Reader], Sequence[tuple[int, str]]]

_offers: list[Offer] = []


def offered(offer: Offer) -> Offer:
    """Register the question «which projects (id and name) may this reader invite to?»."""
    _offers[:] = [offer]
    return offer


def choices(reader: Reader) -> list[tuple[int, str]]:
    """What the invitation form offers this reader."""
    return [choice for offer in _offers for choice in offer(reader)]
