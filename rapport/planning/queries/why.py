"""Why a task begins when it does, in one short sentence."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from rapport.planning.queries.outlined import PlanRow


def why(row: PlanRow, names: Mapping[int, str]) -> str:
    """The engine's reason in words; `names` are the project's tasks by primary key."""
    driver = names.get(row.driver or 0)
    if row.reason == "link" and driver:
        return _("waits for “%(task)s”") % {"task": driver}
    return {
        "start": _("begins with the project"),
        "constraint": _("is tied to a date"),
        "actual": _("has begun"),
        "manual": _("is fixed by hand"),
        "children": _("reaches over its parts"),
        "link": _("waits for another task"),
    }.get(row.reason, "")
