"""Every pair of colours that carries words is readable, in both themes."""

import math
import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "frontend" / "styles" / "tokens.css"
COLOUR = r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)"
PAIR = re.compile(rf"--([\w-]+): light-dark\({COLOUR}, {COLOUR}\)")

GROUNDS = ["page", "card", "sunken", "hover"]
WORDS = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3", "brand") for ground in GROUNDS],
    *[("ink", soft) for soft in ("brand-soft", "good-soft", "warn-soft", "bad-soft")],
    *[("ink-2", soft) for soft in ("brand-soft", "warn-soft", "internal-soft")],
    *[(tone, f"{tone}-soft") for tone in ("brand", "good", "warn", "bad", "internal")],
    *[(tone, ground) for tone in ("good", "warn", "bad") for ground in ("page", "card")],
    ("ink", "internal-soft"),
    ("ink", "internal-line"),
    ("on-brand", "brand"),
    ("on-brand", "brand-hover"),
    ("on-bad", "bad"),
]


def _luminance(lightness: float, chroma: float, hue: float) -> float:
    """Relative luminance (WCAG 2.2) of an OKLCH colour, by way of linear sRGB (Ottosson 2020)."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    light = (lightness / 100 + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness / 100 - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness / 100 - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * light - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * light + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * light - 0.7034186147 * medium + 1.7076147010 * short
    clip = [min(1.0, max(0.0, part)) for part in (red, green, blue)]
    return 0.2126 * clip[0] + 0.7152 * clip[1] + 0.0722 * clip[2]


def _tokens() -> dict[str, tuple[float, float]]:
    found = {}
    for name, *numbers in PAIR.findall(TOKENS.read_text()):
        values = [float(number) for number in numbers]
        found[name] = (_luminance(*values[:3]), _luminance(*values[3:]))
    return found


def _ratio(one: float, other: float) -> float:
    high, low = max(one, other), min(one, other)
    return (high + 0.05) / (low + 0.05)


def _contrast(front: str, ground: str, theme: int) -> float:
    tokens = _tokens()
    return _ratio(tokens[front][theme], tokens[ground][theme])


def test_black_on_white_has_the_known_contrast():
    assert round(_ratio(_luminance(0, 0, 0), _luminance(100, 0, 0)), 1) == 21.0


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground"), WORDS)
def test_words_are_readable(front, ground, theme):
    assert _contrast(front, ground, theme) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "card"])
def test_the_edges_of_fields_can_be_seen(ground, theme):
    assert _contrast("line-strong", ground, theme) >= 3
