"""Resources packed side by side into one number, so that one subtraction asks them all.

Every resource has a lane of bits under a guard bit. What is left of all of them holds the
guards; demands fit if taking them away leaves every guard in place. Lanes do not straddle the
64-bit words that the compiled kernel cuts the number into.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WORD = 64


@dataclass(frozen=True, slots=True)
class Lanes:
    """Where each lane begins, the guards of all, and how many words they fill."""

    shifts: tuple[int, ...]
    guard: int
    words: int

    def packed(self, amounts: Sequence[int]) -> int:
        """The amounts, one a lane, as one number without guards."""
        return sum(amount << shift for amount, shift in zip(amounts, self.shifts, strict=True))


def lanes(most: Sequence[int]) -> Lanes:
    """Lanes that hold up to so much each. No lane holds more than 63 bits."""
    shifts, guard, free = [], 0, 0
    for amount in most:
        width = amount.bit_length() + 1
        if free % WORD + width > WORD:
            free = (free // WORD + 1) * WORD
        shifts.append(free)
        free += width
        guard |= 1 << (free - 1)
    return Lanes(tuple(shifts), guard, max(1, -(-free // WORD)))
