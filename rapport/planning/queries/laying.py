"""When a plan of a shape ends if it begins on a day, and when it must begin to end by one."""

from datetime import date, timedelta

from rapport.calendars.queries.working_time import UID, working_calendar
from rapport.engine.plan import Calendar
from rapport.planning.circles import schedule_anyway
from rapport.planning.shape import Shape

A_DAY = timedelta(days=1)
# Nobody plans further back than that.
FURTHEST = timedelta(days=365 * 20)


def own_hours() -> tuple[tuple[Calendar, ...], str]:
    """The calendars of a new plan: the workspace's alone."""
    return (working_calendar(),), UID


def end_of(shape: Shape, start: date, calendars: tuple[Calendar, ...], own: str) -> date:
    """The last day of a plan that begins on a day."""
    return schedule_anyway(shape.plan(start, calendars, own))[0].finish.date()


def start_for(shape: Shape, end: date, calendars: tuple[Calendar, ...], own: str) -> date:
    """The last day on which it can begin to be done by the end of `end`.

    Found by trying: a later start never ends earlier, so that each try halves what is left.
    """

    def ends_in_time(start: date) -> bool:
        return end_of(shape, start, calendars, own) <= end

    reach = max(A_DAY, end_of(shape, end, calendars, own) - end)
    early, late = end - reach, end
    while not ends_in_time(early):
        late, reach = early, 2 * reach
        early = end - reach
        if reach > FURTHEST:
            return early
    while late - early > A_DAY:
        middle = early + (late - early) // 2
        early, late = (middle, late) if ends_in_time(middle) else (early, middle)
    return late if ends_in_time(late) else early
