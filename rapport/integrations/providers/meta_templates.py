"""Templates of WhatsApp's: as Meta lists them, and as they are sent.
https://developers.facebook.com/docs/whatsapp/business-management-api/message-templates"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from rapport.integrations.providers import meta
from rapport.integrations.providers.meta import BASE
from rapport.integrations.providers.records import Account, Filled, Gap, Pattern

FIELDS = "id,name,language,status,category,components,parameter_format,rejected_reason"
MOST_PAGES = 20
GAP = re.compile(r"\{\{\s*(\w+)\s*\}\}")
# What else than APPROVED may not be sent, and why.
STATES = {
    "PENDING": "WhatsApp has not approved it yet",
    "IN_APPEAL": "WhatsApp is looking at it again",
    "REJECTED": "WhatsApp has rejected it",
    "PAUSED": "WhatsApp has paused it because people disliked it",
    "DISABLED": "WhatsApp has switched it off for good",
    "PENDING_DELETION": "it is being deleted",
    "DELETED": "it is deleted",
    "LIMIT_EXCEEDED": "the account has too many templates",
}


def listed(account: Account) -> list[Pattern]:
    """All of the business account; none where its id was not given."""
    business = account.get("business_id", "")
    if not business:
        return []
    found, after = [], ""
    for _page in range(MOST_PAGES):
        where = f"{BASE}/{business}/message_templates?fields={FIELDS}&limit=100{after}"
        said = meta.get(where, account)
        found += [_pattern(one) for one in said.get("data") or ()]
        paging = said.get("paging") or {}
        cursor = (paging.get("cursors") or {}).get("after")
        if not cursor or not paging.get("next"):
            break
        after = f"&after={quote(str(cursor), safe='')}"
    return found


def filled(template: Filled) -> dict[str, Any]:
    """As a message bears it."""
    parts: dict[str, list[dict[str, str]]] = {}
    for part, name, words in template.values:
        # A gap with a number is known by its place.
        named = {} if name.isdigit() else {"parameter_name": name}
        parts.setdefault(part, []).append({"type": "text", "text": words} | named)
    components = [{"type": part, "parameters": given} for part, given in parts.items()]
    language = {"policy": "deterministic", "code": template.language}
    return {"name": template.name, "language": language, "components": components}


def _pattern(one: dict[str, Any]) -> Pattern:
    parts = {str(part.get("type", "")).upper(): part for part in one.get("components") or ()}
    state = str(one.get("status", ""))
    return Pattern(
        str(one["id"]), str(one["name"]), str(one["language"]), _text(parts, "BODY"), state,
        head=_text(parts, "HEADER"), foot=_text(parts, "FOOTER"), gaps=tuple(_gaps(parts)),
        obstacle=_obstacle(one, parts, state),
    )  # fmt: skip


def _text(parts: dict[str, dict[str, Any]], part: str) -> str:
    return str(parts.get(part, {}).get("text") or "")


def _gaps(parts: dict[str, dict[str, Any]]) -> Iterator[Gap]:
    for part in ("HEADER", "BODY"):
        examples = _examples(parts.get(part, {}).get("example") or {}, part.lower())
        for name in gaps_in(_text(parts, part)):
            yield Gap(part.lower(), name, examples.get(name, ""))


def gaps_in(text: str) -> list[str]:
    """The names of its gaps, once each: numbers in their order, as their places are counted."""
    names = list(dict.fromkeys(GAP.findall(text)))
    return sorted(names, key=int) if all(name.isdigit() for name in names) else names


def _examples(example: dict[str, Any], part: str) -> dict[str, str]:
    """By name, else by place: Meta has a list of lists for bodies, and a list for heads."""
    if named := example.get(f"{part}_text_named_params"):
        return {str(one["param_name"]): str(one["example"]) for one in named}
    given = example.get(f"{part}_text") or []
    row = given[0] if given and isinstance(given[0], list) else given
    return {str(place): str(word) for place, word in enumerate(row, 1)}


def _obstacle(one: dict[str, Any], parts: dict[str, dict[str, Any]], state: str) -> str:
    if state != "APPROVED":
        reason = str(one.get("rejected_reason") or "")
        why = STATES.get(state, f"its state is {state}")
        return f"{why} ({reason})" if reason not in ("", "NONE") else why
    if parts.get("HEADER", {}).get("format", "TEXT") != "TEXT":
        return "it begins with a picture or a file, which is not filled from here"
    buttons = parts.get("BUTTONS", {}).get("buttons") or ()
    if any(GAP.search(str(one.get("url", ""))) or one.get("type") == "OTP" for one in buttons):
        return "a button of it is to be filled, which is not done from here"
    if not parts.keys() <= {"HEADER", "BODY", "FOOTER", "BUTTONS"}:
        return "it has parts that are not filled from here"
    return ""
