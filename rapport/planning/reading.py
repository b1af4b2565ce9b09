"""Read a plan file of whatever tool, with a sentence for the person when it is none."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from rapport.integrations.planfiles import mspdi
from rapport.integrations.planfiles.records import PlanFile, PlanFileError
from rapport.lib.refusal import Refused

LONGEST = 50_000  # tasks


class Unreadable(Refused):
    """The file cannot be read as a plan."""


def read(data: bytes, name: str, mapping: Mapping[str, str]) -> PlanFile:
    """The plan in a file; `mapping` says which column of a table means what."""
    if not data.strip():
        raise Unreadable(_("The file %(name)s is empty.") % {"name": name})
    try:
        plan = mspdi.read(data)
    except PlanFileError as error:
        raise Unreadable(str(error)) from error
    if not plan.tasks:
        raise Unreadable(_("There is not one task in %(name)s.") % {"name": name})
    if len(plan.tasks) > LONGEST:
        raise Unreadable(_("A plan may have at most %(n)d tasks.") % {"n": LONGEST})
    return plan
