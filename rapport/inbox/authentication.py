"""What our own mail server says about a sender; what any other server says is not believed.

A server that takes in mail writes its findings on top (RFC 8601), so only the topmost headers
count, and only under the name that an administrator confirmed. Whoever writes a mail can put any
such header into it, but never above those of the server that takes it in. A bad finding on top is
believed in any case: nobody forges one against himself.
"""

import re
from collections.abc import Sequence
from enum import Enum
from itertools import takewhile

from rapport.engine.mail import Parsed

# Microsoft 365 puts no name before its findings.
UNNAMED = "unnamed"
_RESULT = re.compile(r"^\s*(dmarc|spf|dkim)\s*=\s*([a-z]+)(.*)$", re.I | re.S)
_DOMAIN = {
    "dmarc": re.compile(r"\bheader\.from\s*=\s*\"?([^\s;\"]+)", re.I),
    "dkim": re.compile(r"\bheader\.(?:d|i)\s*=\s*\"?([^\s;\"]+)", re.I),
    "spf": re.compile(r"\bsmtp\.mailfrom\s*=\s*\"?([^\s;\"]+)", re.I),
}
_COMMENT = re.compile(r"\([^()]*\)")

Finding = tuple[str, str, str]


class Verdict(Enum):
    """Whether the From address was proved. The values are those of `Message.Proof`."""

    PASSED = "passed"
    FAILED = "failed"
    # Our server was asked and cannot say.
    UNKNOWN = "unknown"
    # Nobody has said which server is ours.
    UNCHECKED = "unchecked"


def verdict(parsed: Parsed, trusted: str) -> Verdict:
    """Read the topmost Authentication-Results headers, as far as they bear our server's name."""
    headers = parsed.authentication_results[:10]
    domain = parsed.author.email.rpartition("@")[2].lower() if parsed.author else ""
    if not trusted:
        said = _judge(headers[:1], domain)
        return Verdict.FAILED if said is Verdict.FAILED else Verdict.UNCHECKED
    ours = list(takewhile(lambda header: name_of(header) == trusted.lower(), headers))
    return _judge(ours, domain)


def name_of(header: str) -> str:
    """The name of the server that wrote a header, in lower case."""
    first = _COMMENT.sub(" ", header[:2_000]).partition(";")[0].split()
    if not first or "=" in first[0]:
        return UNNAMED
    return first[0].lower()


def judged(findings: Sequence[Finding], parsed: Parsed) -> Verdict:
    """The same of checks that we made ourselves."""
    domain = parsed.author.email.rpartition("@")[2].lower() if parsed.author else ""
    return _weigh(findings, domain)


def _judge(headers: list[str] | tuple[str, ...], domain: str) -> Verdict:
    return _weigh([finding for header in headers for finding in _findings(header)], domain)


def _weigh(findings: Sequence[Finding], domain: str) -> Verdict:
    if any(_proves(finding, domain) for finding in findings):
        return Verdict.PASSED
    said = {(method, result) for method, result, _ in findings}
    if ("dmarc", "fail") in said:
        return Verdict.FAILED
    # Without DMARC a sender is disproved only where both older checks failed.
    no_signature = {("dkim", "fail"), ("dkim", "none")} & said and ("dkim", "pass") not in said
    return Verdict.FAILED if ("spf", "fail") in said and no_signature else Verdict.UNKNOWN


def _findings(header: str) -> list[Finding]:
    """Method, result and the domain it is about (empty where it names none)."""
    found = []
    for part in _COMMENT.sub(" ", header[:8_000]).split(";"):
        if shown := _RESULT.match(part):
            method, result, rest = shown[1].lower(), shown[2].lower(), shown[3]
            about = _DOMAIN[method].search(rest)
            found.append((method, result, about[1].rpartition("@")[2].lower() if about else ""))
    return found


def _proves(finding: Finding, domain: str) -> bool:
    """DMARC that passed, or an older check that passed for the domain of the From address."""
    method, result, about = finding
    if result != "pass" or not domain:
        return False
    if method == "dmarc":
        return not about or is_aligned(about, domain)
    return bool(about) and is_aligned(about, domain)


def is_aligned(about: str, domain: str) -> bool:
    """The same domain, or one below the other: nobody signs for a whole top-level domain."""
    if "." not in about or "." not in domain:
        return False
    return about == domain or about.endswith(f".{domain}") or domain.endswith(f".{about}")
