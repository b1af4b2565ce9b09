"""Read a plan file of whatever tool, with a sentence for the person when it is none."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from rapport.integrations.planfiles import detect
from rapport.integrations.planfiles.dates import AmbiguousDates
from rapport.integrations.planfiles.detect import Preview
from rapport.integrations.planfiles.records import PlanFile, PlanFileError
from rapport.integrations.planfiles.table import NeedsMapping
from rapport.lib.refusal import Refused

LONGEST = 50_000  # tasks


class Unreadable(Refused):
    """The file cannot be read as a plan."""


class NeedsColumns(Unreadable):
    """A table of which the person must say what its columns, or its dates, mean."""


def read(data: bytes, name: str, mapping: Mapping[str, str]) -> PlanFile:
    """The plan in a file; `mapping` says which column of a table a field is in."""
    try:
        plan = detect.read_any(data, name, mapping)
    except (NeedsMapping, AmbiguousDates) as error:
        raise NeedsColumns(_(str(error))) from error
    except PlanFileError as error:
        raise Unreadable(_(str(error))) from error
    if not plan.tasks:
        raise Unreadable(_("The plan contains no tasks."))
    if len(plan.tasks) > LONGEST:
        raise Unreadable(_("A plan may have at most %(n)d tasks.") % {"n": LONGEST})
    return plan


def columns(data: bytes) -> Preview | None:
    """What a table looks like, for a person to say what its columns mean; None for others."""
    return detect.preview(data)
