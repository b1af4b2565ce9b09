"""Ask a vendor something, and tell apart what may be tried again and what may not."""

import json
from collections.abc import Callable
from typing import Any

from rapport.integrations import http, multipart
from rapport.integrations.providers.records import Enclosed, File, NotNow, NotTaken, Unsure

AGENT = "Rapport/1.0.0"
LONGEST_SAID = 300
# A file of 25 MB over a line of 2 MBit/s.
UPLOAD_DEADLINE = 110.0
Judge = Callable[[int, dict[str, Any]], Exception | None]


def ask(
    request: http.Request,
    *,
    takes_twice: bool = False,
    judge: Judge | None = None,
    largest: int = http.LARGEST,
    deadline: float = http.DEADLINE,
) -> dict[str, Any]:
    """The answer as JSON; an empty dict for an empty answer. What the vendor refuses, cannot do
    now, or may or may not have done is raised as such; `judge` knows a vendor's own codes."""
    try:
        answer = http.send(request, largest=largest, deadline=deadline)
    except http.NeverAsked as error:
        raise NotNow(str(error)) from None
    except http.Unreachable as error:
        raise (NotNow if takes_twice else Unsure)(str(error)) from None
    said = _opened(answer.content)
    if answer.status < 300:
        return said
    if judge and (verdict := judge(answer.status, said)):
        raise verdict
    raise _verdict(answer, said, takes_twice=takes_twice)


def words(status: int, said: dict[str, Any]) -> str:
    """What the vendor says went wrong, without secrets."""
    error = said.get("error")
    inner = error if isinstance(error, dict) else {}
    for found in (
        said.get("description"), said.get("detail"), inner.get("message"), said.get("message"),
        said.get("title"), error,
    ):  # fmt: skip
        if found and isinstance(found, str):
            return f"{status}: {http.redacted(found)}"[:LONGEST_SAID]
    return f"HTTP {status}"


def posted(
    url: str, content: dict[str, Any], headers: dict[str, str] | None = None
) -> http.Request:
    """A request with JSON in it."""
    fixed = {"Content-Type": "application/json", "User-Agent": AGENT}
    return http.Request("POST", url, fixed | (headers or {}), json.dumps(content).encode())


def uploaded(
    url: str, fields: dict[str, str], file: Enclosed, *, part: str, headers: dict[str, str]
) -> http.Request:
    """A form with a file in it."""
    content, kind = multipart.packed(
        fields, part=part, name=file.name, content=file.content, content_type=file.content_type
    )
    return http.Request("POST", url, headers | {"Content-Type": kind}, content)


def public_file(url: str, largest: int) -> File:
    """From the public internet alone, since a stranger named the address."""
    request = http.Request("GET", url, {"Accept-Encoding": "identity"}, public_only=True)
    try:
        answer = http.send(request, deadline=30, largest=largest, follow=True)
    except http.NeverAsked as error:
        raise NotNow(str(error)) from None
    except http.Unreachable as error:
        raise NotTaken(str(error)) from None
    if answer.status != 200:
        raise NotTaken(f"HTTP {answer.status}")
    return File(answer.content, answer.headers.get("content-type", ""))


def object_in(content: bytes | str, error: type[Exception]) -> dict[str, Any]:
    """A JSON object; anything else raises the error."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise error("it is no JSON") from None
    if not isinstance(found, dict):
        raise error("it is no JSON object")
    return found


def _verdict(answer: http.Answer, said: dict[str, Any], *, takes_twice: bool) -> Exception:
    sentence = words(answer.status, said)
    if answer.status in (429, 503):
        return NotNow(sentence, after=_pause(answer))
    if answer.status == 401:
        return NotNow(sentence, is_account=True)
    if answer.status >= 500:
        return NotNow(sentence) if takes_twice else Unsure(sentence)
    return NotTaken(sentence)


def _pause(answer: http.Answer) -> float | None:
    """Seconds; a date is not used by any vendor here."""
    given = answer.headers.get("retry-after", "")
    return float(given) if given.isascii() and given.isdigit() and len(given) < 7 else None


def _opened(content: bytes) -> dict[str, Any]:
    try:
        return object_in(content, ValueError)
    except ValueError:
        return {}
