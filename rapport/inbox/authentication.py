"""What our own mail server says about a sender; what any other server says is not believed."""

import re
from enum import Enum

from rapport.engine.mail import Parsed

_RESULT = re.compile(r"\b(dmarc|spf|dkim)\s*=\s*([a-z]+)", re.I)
_COMMENT = re.compile(r"\([^()]*\)")


class Verdict(Enum):
    """Whether the From address was proved."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


def verdict(parsed: Parsed, trusted: str) -> Verdict:
    """Read the topmost Authentication-Results header that bears our server's name."""
    if not trusted:
        return Verdict.UNKNOWN
    for header in parsed.authentication_results:
        server, _, results = _COMMENT.sub(" ", header).partition(";")
        if server.split()[:1] == [trusted] or server.strip().lower() == trusted.lower():
            return _judge(results)
    return Verdict.UNKNOWN


def _judge(results: str) -> Verdict:
    found: dict[str, set[str]] = {}
    for method, result in _RESULT.findall(results):
        found.setdefault(method.lower(), set()).add(result.lower())
    dmarc = found.get("dmarc", set())
    if "pass" in dmarc:
        return Verdict.PASSED
    if "fail" in dmarc:
        return Verdict.FAILED
    # Without DMARC a sender is disproved only where both older checks failed.
    spf, dkim = found.get("spf", set()), found.get("dkim", set())
    if "fail" in spf and "pass" not in dkim and dkim & {"fail", "none"}:
        return Verdict.FAILED
    return Verdict.UNKNOWN
