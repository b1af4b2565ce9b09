"""SplitMix64 (Steele, Lea and Flood 2014): small, and easily the same in two languages."""

MASK = 2**64 - 1


class SplitMix:
    """A stream of random numbers from a seed."""

    def __init__(self, seed: int) -> None:
        self.state = seed & MASK

    def draw(self) -> int:
        """The next 64 random bits."""
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        mixed = self.state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & MASK
        return mixed ^ (mixed >> 31)

    def below(self, number: int) -> int:
        """A random number from 0 up to but not including `number`, which is below 2**32."""
        return ((self.draw() >> 32) * number) >> 32
