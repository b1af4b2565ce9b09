"""Durations, percentages and yes or no, as plans write them."""

import re
import unicodedata

HOUR, DAY, WEEK, MONTH = 60, 480, 2_400, 9_600  # working minutes
UNITS = {
    word: minutes
    for minutes, words in (
        (1, "m min mins minute minutes minuten minuto minutos"),
        (HOUR, "h hr hrs hour hours std stunde stunden heure heures hora horas"),
        (
            DAY,
            "d day days t tag tage tagen tg pt personentag personentage"
            " j jr jrs jour jours jh dia dias manday mandays",
        ),
        (WEEK, "w wk wks week weeks wo woche wochen sem semaine semaines sms semana semanas"),
        (MONTH, "mo mon mons month months monat monate mois ms mes meses"),
    )
    for word in words.split()
}
YES = frozenset(
    ["yes", "y", "true", "x", "v", "1", "ja", "j", "wahr", "oui", "o", "vrai", "si", "s"]
    + ["verdadero", "done", "✓", "✔", "☑", "[x]"]
)
NO = frozenset(["", "no", "n", "false", "0", "nein", "falsch", "non", "faux", "falso", "[ ]", "-"])
LONGEST = 100 * 12 * MONTH  # a hundred years: beyond it the cell is a slip

_PART = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*(e?)([a-z]*)")
# What units of working time are around the clock, as Microsoft Project has them.
CLOCK = {DAY: 1_440, WEEK: 10_080, MONTH: 43_200}
_ELAPSED = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*e([a-z]+)")
_CLOCK = re.compile(r"(\d+):([0-5]?\d)(?::([0-5]?\d))?$")


def elapsed(written: str) -> int:
    """Minutes around the clock of '2ed', '1.5 eh' or '1ew'. Raises ValueError if it is none."""
    part = _ELAPSED.fullmatch(plain(written))
    if part is None or part[2] not in UNITS:
        raise ValueError(written)
    total = float(part[1].replace(",", ".")) * CLOCK.get(UNITS[part[2]], UNITS[part[2]])
    if abs(total) > LONGEST:
        raise ValueError(written)
    return round(total)


def duration(written: str, unit: int = DAY) -> int:
    """Working minutes of '3d', '1.5 Tage', '2w 4h' or '01:30'; a bare number counts in `unit`.

    Raises ValueError if it is none.
    """
    text = plain(written).rstrip("?").replace("\u00a0", " ").strip()
    clock = _CLOCK.match(text)
    if clock:
        return int(clock[1]) * HOUR + int(clock[2])
    total, end = 0.0, 0
    for part in _PART.finditer(text):
        # 'e' before a unit is elapsed time, which is no working time.
        if part[2] or text[end : part.start()].strip(" ,.+;und&"):
            raise ValueError(written)
        total += float(part[1].replace(",", ".")) * _minutes(part[3], unit, written)
        end = part.end()
    if not end or text[end:].strip(" .?") or abs(total) > LONGEST:
        raise ValueError(written)
    return round(total)


def _minutes(word: str, unit: int, written: str) -> int:
    if not word:
        return unit
    if word not in UNITS:
        raise ValueError(written)
    return UNITS[word]


def percent(written: str, *, share: bool = False) -> int:
    """0 to 100 of '50 %', '50', or '0.5' where the column holds shares of one."""
    text = plain(written).replace(" ", "").replace(",", ".")
    number = float(text.rstrip("%"))
    if share and "%" not in text:
        number *= 100
    if not 0 <= number <= 100:
        raise ValueError(written)
    return round(number)


def are_shares(values: list[str]) -> bool:
    """Whether a column of percentages is written as shares of one (0, 0.25, 1)."""
    numbers: list[float] = []
    for value in values:
        if "%" in value:
            return False
        try:
            numbers.append(float(value.strip().replace(",", ".")))
        except ValueError:
            continue
    return bool(numbers) and max(numbers) <= 1


def yes(written: str) -> bool:
    """Whether a cell says yes. Raises ValueError if it says neither."""
    text = plain(written)
    if text in YES:
        return True
    if text in NO:
        return False
    raise ValueError(written)


def plain(written: str) -> str:
    """Lower case, without accents."""
    text = unicodedata.normalize("NFKD", written.casefold().strip())
    return "".join(sign for sign in text if not unicodedata.combining(sign))
