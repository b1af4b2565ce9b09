"""What a plan file says that is not held here: named, never dropped in silence."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rapport.engine.plan import Plan
from rapport.integrations.planfiles.records import PlanFile, Refusal
from rapport.planning.prices_of_files import is_ours, named

ROOT = "0"  # the uid by which Microsoft Project names the whole project among its tasks


def unkept(file: PlanFile, currency: str) -> Iterator[Refusal]:
    """One line a kind, with how many tasks or assignments it concerns; amounts are kept in this
    currency."""
    if file.schedule and _is_root_dated(file.schedule):
        reason = _("A date or deadline of the project as a whole is not taken over.")
        yield Refusal(None, _("project"), file.name, reason)
    yield from _of_money(file, currency)
    yield from _left_out(file.left_out)


def _of_money(file: PlanFile, currency: str) -> Iterator[Refusal]:
    n, said = file.costing, {"theirs": named(file), "ours": currency}
    if n and not is_ours(file, currency):
        reason = _("Costs in %(theirs)s are not taken over: amounts here are in %(ours)s.")
        yield Refusal(None, _("cost"), _tasks(n), reason % said)
        return
    if n and not file.currency:
        reason = _("The file names no currency. Its costs are taken over as %(ours)s.")
        yield Refusal(None, _("cost"), _tasks(n), reason % said)
    if sums := file.left_out.get("sums"):
        reason = _("What a task costs beside its parts is not taken over: their sum is its cost.")
        yield Refusal(None, _("cost"), _tasks(sums), reason)
    if spent := file.left_out.get("spent"):
        reason = _("What was spent until now is not taken over, only what it costs in all.")
        yield Refusal(None, _("cost"), _tasks(spent), reason)


def _left_out(count: Mapping[str, int]) -> Iterator[Refusal]:
    if n := count.get("baselines"):
        baselines = ngettext("%(n)d baseline", "%(n)d baselines", n) % {"n": n}
        reason = _("It speaks of no activity that is in this plan.")
        yield Refusal(None, _("baseline"), baselines, reason)
    if n := count.get("costs"):
        yield Refusal(None, _("cost"), _tasks(n), _("Costs are not taken over."))
    if n := count.get("durations"):
        reason = _(
            "A duration that is negative, or out of all reason, is not taken over: the time "
            "between the dates of the file counts."
        )
        yield Refusal(None, _("duration"), _tasks(n), reason)
    if n := count.get("materials"):
        resources = ngettext("%(n)d resource", "%(n)d resources", n) % {"n": n}
        reason = _(
            "Materials and other resources that are no people are not taken over; what they cost "
            "counts to their task."
        )
        yield Refusal(None, _("material"), resources, reason)
    if n := count.get("by_the_day"):
        assignments = ngettext("%(n)d assignment", "%(n)d assignments", n) % {"n": n}
        reason = _(
            "Work spread unevenly is spread evenly. Pauses that not everybody on a task takes, or "
            "that the file does not place, count as work."
        )
        yield Refusal(None, _("work"), assignments, reason)


def _tasks(count: int) -> str:
    return ngettext("%(n)d task", "%(n)d tasks", count) % {"n": count}


def _is_root_dated(plan: Plan) -> bool:
    root = next((task for task in plan.tasks if task.uid == ROOT), None)
    return root is not None and (
        root.manual or root.deadline is not None or root.constraint not in ("ASAP", "ALAP")
    )
