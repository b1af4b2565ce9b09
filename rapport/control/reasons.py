"""Why a task is among those that a check found, in a few words."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.utils.translation import gettext as _

from rapport.engine.plan_checks.finding import Hint
from rapport.projects.models import Task
from rapport.ui.words import MINUTES_A_DAY, day, length_in_words, working_duration

Named = Mapping[str, tuple[str, int]]
LINKED = {
    "SS": lambda: _("begins with “%(other)s”"),
    "FF": lambda: _("ends with “%(other)s”"),
    "SF": lambda: _("ends when “%(other)s” begins"),
}
PERCENT = "percent"


def reason(hint: Hint, named: Named, today: date) -> str:
    """A few words, in the reader's language."""
    code, _dot, rest = hint.code.partition(".")
    say = SAYINGS.get(code)
    return say(hint, rest, named, today) if say else ""


def _logic(hint: Hint, kind: str, named: Named, today: date) -> str:
    said = _("waits for nothing") if kind == "no_predecessor" else _("nothing waits for it")
    return _("%(said)s, only a heading above it") % {"said": said} if _through(hint) else said


def _through(hint: Hint) -> bool:
    return bool(hint.data.get("summary_is_linked"))


def _lead(hint: Hint, kind: str, named: Named, today: date) -> str:
    said = {"time": _lag(hint), "other": _other(hint, named)}
    return _("%(time)s before “%(other)s” would let it") % said


def _wait(hint: Hint, kind: str, named: Named, today: date) -> str:
    said = {"time": _lag(hint), "other": _other(hint, named)}
    return _("%(time)s after “%(other)s” would let it") % said


def _kind(hint: Hint, kind: str, named: Named, today: date) -> str:
    said = LINKED.get(kind)
    return said() % {"other": _other(hint, named)} if said else ""


def _held(hint: Hint, kind: str, named: Named, today: date) -> str:
    tied = str(Task.Constraint(kind).label)
    return f"{tied} {_day(hint, 'date', today)}"


def _slack(hint: Hint, kind: str, named: Named, today: date) -> str:
    return _("%(time)s of slack") % {"time": _days(hint)}


def _late(hint: Hint, kind: str, named: Named, today: date) -> str:
    return _("%(time)s later than it must be") % {"time": _days(hint)}


def _long(hint: Hint, kind: str, named: Named, today: date) -> str:
    return _("takes %(time)s") % {"time": _days(hint)}


def _dated(hint: Hint, kind: str, named: Named, today: date) -> str:
    said = {
        "forecast_start_before_status": _("was to begin %(day)s and has not"),
        "forecast_finish_before_status": _("was to end %(day)s and has not"),
        "actual_start_after_status": _("noted as begun %(day)s, which has not come"),
        "actual_finish_after_status": _("noted as done %(day)s, which has not come"),
    }
    return said[kind] % {"day": _day(hint, "date", today)}


def _nobody(hint: Hint, kind: str, named: Named, today: date) -> str:
    return _("nobody does it")


def _missed(hint: Hint, kind: str, named: Named, today: date) -> str:
    said = _("due %(planned)s, expected %(finish)s")
    if kind == "done_late":
        said = _("due %(planned)s, done %(finish)s")
    names = ("planned", "finish")
    return said % {name: _day(hint, name, today) for name in names}


def _path(hint: Hint, kind: str, named: Named, today: date) -> str:
    if kind == "held":
        return _("a date holds it where it is")
    said = {"delay": hint.data["delay"], "slip": hint.data["slip"]}
    return _("delayed by %(delay)s days, the finish moves by %(slip)s") % said


def _critical(hint: Hint, kind: str, named: Named, today: date) -> str:
    return _("on the critical path")


def _open(hint: Hint, kind: str, named: Named, today: date) -> str:
    if kind == "not_in_baseline":
        return _("open, and not in the baseline")
    return _("was to be done, and is open")


SAYINGS: dict[str, Callable[[Hint, str, Named, date], str]] = {
    "logic": _logic, "leads": _lead, "lags": _wait, "relationship_types": _kind,
    "hard_constraints": _held, "high_float": _slack, "negative_float": _late,
    "high_duration": _long, "invalid_dates": _dated, "resources": _nobody,
    "missed_tasks": _missed, "critical_path_test": _path, "critical_path_length": _critical,
    "baseline_execution": _open,
}  # fmt: skip


def _other(hint: Hint, named: Named) -> str:
    return named.get(str(hint.data["predecessor"]), ("", 0))[0]


def _lag(hint: Hint) -> str:
    lag = abs(float(hint.data["lag"]))  # type: ignore[arg-type]
    if hint.data["unit"] == PERCENT:
        return _("%(share)s percent of its duration") % {"share": round(lag)}
    return length_in_words(lag, is_elapsed=hint.data["unit"] == "elapsed")


def _days(hint: Hint) -> str:
    return working_duration(float(hint.data["days"]) * MINUTES_A_DAY)  # type: ignore[arg-type]


def _day(hint: Hint, name: str, today: date) -> str:
    at = hint.data[name]
    return day(at.date(), today) if isinstance(at, datetime) else ""
