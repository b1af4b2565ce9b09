"""How uncertain an amount is, as a function of a standard normal number.

Each spread answers `at(z)`: the value that is exceeded as often as a standard normal number
exceeds z. Drawing is then looking up a table, and a copula is a sum of normal numbers.
"""

from dataclasses import dataclass
from functools import lru_cache
from math import erfc, sqrt
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]

FURTHEST = 6.5  # standard deviations the tables reach to both sides
KNOTS = 1025
SHAPES = 65  # positions of the most likely value for which beta tables are made
STEPS = 2049
EXTREME = 50.0  # a ratio of actual over estimate beyond which nothing is believed


class Spread(Protocol):
    """An uncertain amount: minutes or, with `relative`, multiples of what is planned."""

    @property
    def relative(self) -> bool:
        """Whether the values are multiples of the plan."""

    def at(self, z: Reals) -> Reals:
        """The values that stand where z stands among standard normal numbers."""


@dataclass(frozen=True, slots=True)
class Triangular:
    """Between low and high, most likely at mode, falling off in straight lines."""

    low: float
    mode: float
    high: float
    relative: bool = False

    def __post_init__(self) -> None:
        _ordered(self.low, self.mode, self.high)

    def at(self, z: Reals) -> Reals:
        """See `Spread`."""
        width = self.high - self.low
        if not width:
            return np.full_like(z, self.low)
        below, turn = normal_cdf(z), (self.mode - self.low) / width
        rising = self.low + np.sqrt(below * width * (self.mode - self.low))
        falling = self.high - np.sqrt((1 - below) * width * (self.high - self.mode))
        return np.where(below < turn, rising, falling)


@dataclass(frozen=True, slots=True)
class Pert:
    """A beta distribution between low and high with most weight at mode (Malcolm et al. 1959).

    `weight` 4 is the classical one; the mean is (low + weight·mode + high) / (weight + 2).
    """

    low: float
    mode: float
    high: float
    relative: bool = False
    weight: float = 4

    def __post_init__(self) -> None:
        _ordered(self.low, self.mode, self.high)

    def at(self, z: Reals) -> Reals:
        """See `Spread`."""
        width = self.high - self.low
        if not width:
            return np.full_like(z, self.low)
        place = (self.mode - self.low) / width * (SHAPES - 1)
        left = min(int(place), SHAPES - 2)
        part = place - left
        unit = (1 - part) * _beta(left, self.weight) + part * _beta(left + 1, self.weight)
        return self.low + width * (unit if z is knots() else np.interp(z, knots(), unit))


@dataclass(frozen=True, slots=True)
class Lognormal:
    """Half the time below the median; `sigma` is the standard deviation of the logarithm."""

    median: float
    sigma: float
    relative: bool = False

    def at(self, z: Reals) -> Reals:
        """See `Spread`."""
        return self.median * np.exp(self.sigma * z)


@dataclass(frozen=True)
class Learned:
    """Actual over estimate, as past work foretells it.

    The logarithm has a location, a scale and a shape: its values over the knots of normal z.
    """

    location: float
    scale: float
    shape: Reals
    relative: bool = True

    def at(self, z: Reals) -> Reals:
        """See `Spread`."""
        logarithm = self.location + self.scale * np.interp(z, knots(), self.shape)
        return np.clip(np.exp(logarithm), 1 / EXTREME, EXTREME)


def student(z: Reals, degrees: float) -> Reals:
    """Student's t where z stands among standard normal numbers.

    By the approximation of Wallace (1959), good to a percent from three degrees on.
    """
    stretch = (8 * degrees + 3) / (8 * degrees + 1)
    found: Reals = np.sign(z) * np.sqrt(degrees * np.expm1((stretch * z) ** 2 / degrees))
    return found


@lru_cache(maxsize=1)
def knots() -> Reals:
    """The standard normal numbers at which tables are made."""
    return np.linspace(-FURTHEST, FURTHEST, KNOTS)


def normal_cdf(z: Reals) -> Reals:
    """The share of standard normal numbers below each."""
    return _cdf_of_knots() if z is knots() else _cdf(z)


@lru_cache(maxsize=1)
def _cdf_of_knots() -> Reals:
    return _cdf(knots())


def _cdf(z: Reals) -> Reals:
    return np.array([erfc(-one / sqrt(2)) / 2 for one in z])


@lru_cache(maxsize=4 * SHAPES)
def _beta(shape: int, weight: float) -> Reals:
    """Over the knots, quantiles of the beta distribution on 0 to 1 with its mode at the shape."""
    mode = shape / (SHAPES - 1)
    x = (1 - np.cos(np.linspace(0, np.pi, STEPS))) / 2  # denser at both ends
    density = x ** (weight * mode) * (1 - x) ** (weight * (1 - mode))
    area = np.cumsum((density[1:] + density[:-1]) / 2 * np.diff(x))
    return np.interp(normal_cdf(knots()), np.append(0, area) / area[-1], x)


def _ordered(low: float, mode: float, high: float) -> None:
    if not low <= mode <= high:
        raise ValueError("The likely value must lie between the lowest and the highest.")
