"""What a Microsoft Project XML file says of its tasks that cannot be read."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from rapport.integrations.planfiles.mspdi_elements import Fields
from rapport.integrations.planfiles.mspdi_tasks import CONSTRAINTS, LINKS
from rapport.integrations.planfiles.mspdi_values import flag, minutes, moment, number, whole
from rapport.integrations.planfiles.records import Refusal
from rapport.integrations.planfiles.wording import gettext_noop as _

NO_ID = _("The task has no id (UID), by which the rest of the file could name it.")
NO_LAG = _("This does not say how long the task waits.")
NO_LINK = _("This kind of link is not known; it counts as finish to start.")
NO_LENGTH = _("This is not a length of time.")
NO_DATE = _("This is not a date.")
NO_DAY = _("The constraint names no day; the task begins as soon as it can.")
NO_CONSTRAINT = _("This kind of constraint is not known; the task begins as soon as it can.")

# Of the duration itself, `mspdi_unread` tells.
LENGTHS = ("Work", "ActualWork", "RemainingDuration")
DATES = ("Start", "Finish", "Deadline", "ConstraintDate", "ActualStart", "ActualFinish")
NOTHING = -1e13  # no number is as small
BY_DAY = range(2, len(CONSTRAINTS))


def doubts(records: Iterable[Fields]) -> Iterator[Refusal]:
    """One line for each, under the name of its task."""
    listed = [task for task in records if not flag(task, "IsNull")]
    for task in listed:
        name = task.values.get("Name", "")
        if not task.values.get("UID"):
            yield Refusal(None, "UID", name, NO_ID)
            continue
        for value, reason in (*_of_fields(task), *_of_constraint(task), *_of_links(task)):
            yield Refusal(None, name, value, reason)


def _of_fields(task: Fields) -> Iterator[tuple[str, str]]:
    for name in LENGTHS:
        if task.values.get(name) and minutes(task, name) is None:
            yield task.values[name], NO_LENGTH
    for name in DATES:
        if task.values.get(name) and not _is_date(task.values[name]):
            yield task.values[name], NO_DATE


def _is_date(text: str) -> bool:
    """Also one out of all reason, by which some tools say that there is none."""
    try:
        datetime.fromisoformat(text.strip())
    except ValueError:
        return text.upper() == "NA"
    return True


def _of_constraint(task: Fields) -> Iterator[tuple[str, str]]:
    kind = whole(task, "ConstraintType")
    if kind in BY_DAY and moment(task, "ConstraintDate") is None:
        yield CONSTRAINTS[kind], NO_DAY
    elif not 0 <= kind < len(CONSTRAINTS):
        yield str(kind), NO_CONSTRAINT


def _of_links(task: Fields) -> Iterator[tuple[str, str]]:
    for link in task.all("PredecessorLink"):
        if not 0 <= whole(link, "Type") < len(LINKS):
            yield link.values["Type"], NO_LINK
        lag = link.values.get("LinkLag")
        if lag and number(link, "LinkLag", NOTHING) == NOTHING:
            yield lag, NO_LAG
