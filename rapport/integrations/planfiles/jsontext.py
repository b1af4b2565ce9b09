"""JSON as plan files use it, refusing what no database can store or no parser should meet."""

import json
import re
from typing import Any, NoReturn

from rapport.integrations.planfiles.csvtext import EMPTY
from rapport.integrations.planfiles.records import PlanFileError
from rapport.integrations.planfiles.wording import gettext_noop as _

MAX_BYTES = 100 * 1024 * 1024

TOO_BIG = _("The JSON file is larger than 100 MB.")
DAMAGED = _("The file looks like JSON but is damaged: export it again.")

_BROKEN = re.compile("[\x00\ud800-\udfff]")


def read(data: bytes) -> object:
    """The decoded file. NaN and numbers of absurd length are refused."""
    if len(data) > MAX_BYTES:
        raise PlanFileError(TOO_BIG)
    if not data.strip():
        raise PlanFileError(EMPTY)
    try:
        content: object = json.loads(data, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise PlanFileError(DAMAGED) from error
    return content


def string(holder: dict[str, Any], name: str) -> str:
    """A text of a record; empty where there is none. What cannot be stored is replaced."""
    found = holder.get(name)
    if isinstance(found, int | float) and not isinstance(found, bool):
        return str(found)
    return _BROKEN.sub("\ufffd", found) if isinstance(found, str) else ""


def items(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """A list of records; whatever else stands in it is left out."""
    found = holder.get(name)
    return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def record(found: object) -> dict[str, Any]:
    """A record, empty if it is none."""
    return found if isinstance(found, dict) else {}


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
