"""`python -m bench.bounces DIR`: which bounces are known for what they are.

DIR holds an `expected.json` (a mail's file name, and what is expected of each recipient: `reason`,
`hardbounce`) and the mails below it, or is an archive of that. A mail is right by kind when our
kinds for its recipients are those expected, right by class when they ask for the same of whoever
reads them: the address is gone, the mailbox has no room, we are refused, it failed on the way.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.archives import unpacked
from rapport.engine.mail import Outcome, read

# Our names for the reasons, where the data has others.
NAMES = {
    "complaint": "feedback", "content": "contenterror", "mailer": "mailererror",
    "moved": "hasmoved", "network": "networkerror", "no-mail-service": "notaccept",
    "no-relaying": "norelaying", "no-reverse-dns": "requireptr",
    "not-compliant": "notcompliantrfc", "other": "undefined", "over-limit": "exceedlimit",
    "policy": "policyviolation", "reputation": "badreputation", "security": "securityerror",
    "spam": "spamdetected", "suspended": "suspend", "syntax": "syntaxerror",
    "system": "systemerror", "too-large": "mesgtoobig", "too-many": "toomanyconn",
    "unauthenticated": "authfailure", "unknown-host": "hostunknown",
    "unknown-user": "userunknown", "virus": "virusdetected",
}  # fmt: skip
CLASSES = {
    "gone": ("userunknown", "hostunknown", "hasmoved", "notaccept", "suspend", "filtered"),
    "no room": ("mailboxfull", "exceedlimit", "mesgtoobig", "systemfull"),
    "refused": (
        *("rejected", "blocked", "badreputation", "requireptr", "authfailure", "norelaying"),
        *("policyviolation", "securityerror", "spamdetected", "virusdetected", "contenterror"),
        *("notcompliantrfc", "toomanyconn", "speeding", "ratelimited"),
    ),
    "failed": (
        *("expired", "networkerror", "systemerror", "mailererror", "syntaxerror", "onhold"),
        *("undefined", "failedstarttls"),
    ),
}
CLASS_OF = {name: one for one, names in CLASSES.items() for name in names}
NO_BOUNCES = ("vacation", "delivered")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one mail was taken for, beside what it is."""

    name: str
    expected: tuple[str, ...]
    found: tuple[str, ...]
    is_bounce: bool
    is_hard_as_expected: bool

    @property
    def is_right(self) -> bool:
        """Whether the kinds are those expected."""
        return set(self.found) == set(self.expected)

    @property
    def is_right_by_class(self) -> bool:
        """Whether they belong to the same classes."""
        return _classes(self.found) == _classes(self.expected)


def _classes(names: Iterable[str]) -> set[str]:
    return {CLASS_OF.get(name, name) for name in names}


def verdicts(place: Path) -> Iterator[Verdict]:
    """Every mail of which something is expected, read."""
    with unpacked(place) as data:
        for file in [data] if data.is_file() else sorted(data.rglob("expected.json")):
            mails = {one.name: one for one in sorted(file.parent.rglob("*"), reverse=True)}
            for name, expected in json.loads(file.read_text()).items():
                if name in mails:
                    yield _verdict(name, expected, mails[name].read_bytes())


def _verdict(name: str, expected: list[dict[str, object]], raw: bytes) -> Verdict:
    outcome = read(raw).outcome
    wanted = tuple(str(one["reason"]) for one in expected)
    hard = bool(outcome.bounces) and outcome.bounces[0].hard == expected[0]["hardbounce"]
    found = _names(outcome) or _silent(outcome, wanted)
    return Verdict(name, wanted, found, bool(outcome.bounces), hard)


def _names(outcome: Outcome) -> tuple[str, ...]:
    reasons = (bounce.reason for bounce in outcome.bounces)
    return tuple(NAMES.get(one, one.replace("-", "")) for one in reasons)


def _silent(outcome: Outcome, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """What is no bounce: an absent person's answer, or a receipt, which nothing need follow."""
    if outcome.kind == "auto-reply" and set(wanted) <= set(NO_BOUNCES):
        return wanted
    return wanted if set(wanted) == {"delivered"} else (outcome.kind,)


def summary(found: list[Verdict]) -> str:
    """How many were right."""
    real = [one for one in found if not set(one.expected) & set(NO_BOUNCES)]
    return (
        f"{len(found)} mails: {sum(one.is_right for one in found)} right by kind, "
        f"{sum(one.is_right_by_class for one in found)} by class; "
        f"{sum(one.is_bounce for one in real)} of {len(real)} bounces found, "
        f"hard or soft as expected in {sum(one.is_hard_as_expected for one in real)}"
    )


def main() -> None:
    """Read and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("place", type=Path)
    found = list(verdicts(parser.parse_args().place))
    missed: Counter[tuple[str, str]] = Counter()
    for one in found:
        if not one.is_right:
            mark = "" if one.is_right_by_class else " (another class)"
            expected, got = (" + ".join(sorted(set(names))) for names in (one.expected, one.found))
            print(f"wrong: {one.name}: {expected}, taken for {got}{mark}")
            missed[expected, got] += 1
    for (expected, got), count in missed.most_common(10):
        print(f"{count:>4} {expected} taken for {got}")
    print(summary(found))
    if found:
        kinds = 100 * sum(one.is_right for one in found) / len(found)
        classes = 100 * sum(one.is_right_by_class for one in found) / len(found)
        print(f"{kinds:.1f} % right by kind, {classes:.1f} % by class")


if __name__ == "__main__":
    main()
