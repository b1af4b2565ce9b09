"""Read a plan file of whatever tool, with a sentence for the person when it is none."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from rapport.integrations.mpxj import conversion, parts
from rapport.integrations.planfiles import detect
from rapport.integrations.planfiles.assembly import stem
from rapport.integrations.planfiles.dates import AmbiguousDates
from rapport.integrations.planfiles.detect import Preview
from rapport.integrations.planfiles.native import is_native as is_native
from rapport.integrations.planfiles.records import PlanFile, PlanFileError
from rapport.integrations.planfiles.table import NeedsMapping
from rapport.lib.refusal import Refused

LONGEST = 50_000  # tasks


class Unreadable(Refused):
    """The file cannot be read as a plan."""


class NeedsColumns(Unreadable):
    """A table of which the person must say what its columns, or its dates, mean."""


def read(data: bytes, name: str, mapping: Mapping[str, str]) -> PlanFile:
    """The plan in a file, named after it where it has no name of its own; `mapping` says which
    column of a table a field is in."""
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
    return plan if plan.name.strip() else replace(plan, name=stem(name))


def heed_parts() -> parts.Parts:
    """What it takes to read Microsoft Project's own files. Raises `Unreadable` without it."""
    try:
        return parts.find()
    except parts.Missing as lack:
        raise Unreadable(
            _("This server cannot read Microsoft Project's own files (.mpp). Save it as XML in "
              "Microsoft Project, or have Java and MPXJ installed on the server: the guide "
              "“Import a plan” says how.")
        ) from lack  # fmt: skip


def reads_native() -> bool:
    """Whether this server can."""
    try:
        parts.find()
    except parts.Missing:
        return False
    return True


def as_xml(data: bytes) -> bytes:
    """A file of Microsoft Project's own kind as its XML. Takes seconds, and up to a minute."""
    try:
        return conversion.converted(data, heed_parts())
    except PlanFileError as error:
        raise Unreadable(_(str(error))) from error
    except OSError as error:
        said = _("The file could not be converted: %(why)s.")
        raise Unreadable(said % {"why": error.strerror or error}) from error


def columns(data: bytes) -> Preview | None:
    """What a table looks like, for a person to say what its columns mean; None for others."""
    return detect.preview(data)
