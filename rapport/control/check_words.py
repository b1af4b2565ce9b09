"""The fourteen checks in words: what each asks, and what to do where a plan does not pass."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Words:
    """`asks` is what the check wants to know, `advice` is for a plan that does not pass, and
    `unknown` says what is missing where it cannot tell. An index is no share."""

    asks: str | Promise
    advice: str | Promise
    unknown: str | Promise = ""
    is_index: bool = False


NEEDS_BASELINE = _("Take a baseline: this is measured against the plan as it was agreed.")
ENDED = _("The rest of the plan has no length that could be measured.")

WORDS: dict[str, Words] = {
    "logic": Words(
        _("Does every task wait for something, and something for it?"),
        _("Link these tasks: what comes before, and who needs the result? A task without links "
          "does not move when others do."),
    ),
    "leads": Words(
        _("Does any link begin before the other task is done?"),
        _("Split the earlier task where the other one may begin, and link to that part."),
    ),
    "lags": Words(
        _("Are there waits between tasks that nobody sees?"),
        _("Make a task of the wait, with a name: “client reviews” can be asked about."),
    ),
    "relationship_types": Words(
        _("Do most links go from a finish to a start?"),
        _("Finish to start is what everybody reads right. Keep the others for where they are "
          "meant."),
    ),
    "hard_constraints": Words(
        _("Are tasks tied to dates that links cannot move?"),
        _("Use “start no earlier than” or a deadline: the plan can then show that it slips."),
    ),
    "high_float": Words(
        _("Does any task have more than 44 days of slack?"),
        _("Mostly a link is missing: who needs this result?"),
    ),
    "negative_float": Words(
        _("Is any task later than it must be?"),
        _("The plan cannot keep a date as it stands. Move the date, or shorten what comes before."),
    ),
    "high_duration": Words(
        _("Is any task longer than 44 days?"),
        _("Split it into parts that can be done within a month or two: of a long task nobody "
          "knows how far it is."),
    ),
    "invalid_dates": Words(
        _("Do the dates agree with today?"),
        _("Note what has begun and what is done, and move what has not begun."),
    ),
    "resources": Words(
        _("Does somebody do every task?"),
        _("Say who does it, or it is nobody’s."),
    ),
    "missed_tasks": Words(
        _("Is what was due done in time?"),
        _("See what these have in common: the same person, the same kind of work, the client?"),
        NEEDS_BASELINE,
    ),
    "critical_path_test": Words(
        _("Does a delay on the critical path reach the finish?"),
        _("A link after this task is missing, or a date holds what comes after it."),
        _("No open task lies on the critical path."),
    ),
    "critical_path_length": Words(
        _("Can the agreed finish still be kept?"),
        _("The rest is longer than the time that is left. Shorten what is critical, or agree "
          "another finish."),
        NEEDS_BASELINE,
        is_index=True,
    ),
    "baseline_execution": Words(
        _("Is as much done as was to be done by now?"),
        _("Finish what is open before you begin more."),
        NEEDS_BASELINE,
        is_index=True,
    ),
}  # fmt: skip

NAMES: dict[str, str | Promise] = {
    "logic": _("Links"),
    "leads": _("Leads"),
    "lags": _("Lags"),
    "relationship_types": _("Kinds of links"),
    "hard_constraints": _("Hard dates"),
    "high_float": _("Much slack"),
    "negative_float": _("Negative slack"),
    "high_duration": _("Long tasks"),
    "invalid_dates": _("Dates and today"),
    "resources": _("People"),
    "missed_tasks": _("Missed tasks"),
    "critical_path_test": _("Critical path"),
    "critical_path_length": _("Length of the critical path"),
    "baseline_execution": _("Done of what was due"),
}
