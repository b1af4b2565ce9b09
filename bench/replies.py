"""`python -m bench.replies DIR`: which mails are cut where their cases say they should be.

DIR is a JSON file of cases (`name`, `body`, `expected`, perhaps `suite`), a folder with `emails/`
and `trimmed/` holding files of the same names, or a folder (or .tar.xz archive) that holds either
somewhere. A case is right when the same words are visible in the same order; `lost` counts cases
where a word that should be visible is not. `--show` prints what is wrong.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.archives import unpacked
from rapport.engine.mail import Folded, reply_text


@dataclass(frozen=True, slots=True)
class Case:
    """A mail's text and what of it is the answer."""

    suite: str
    name: str
    body: str
    expected: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one case."""

    case: Case
    folded: Folded

    @property
    def is_right(self) -> bool:
        """Whether exactly the expected words are visible."""
        return self.folded.visible.split() == self.case.expected.split()

    @property
    def lost(self) -> Counter[str]:
        """Words that should be visible and are not."""
        return Counter(self.case.expected.split()) - Counter(self.folded.visible.split())

    @property
    def is_whole(self) -> bool:
        """Whether every sign of the mail is in one of the three places."""
        folded = self.folded
        pieces = f"{folded.visible} {folded.quoted} {folded.signature}"
        return Counter("".join(pieces.split())) == Counter("".join(self.case.body.split()))


def verdicts(place: Path) -> list[Verdict]:
    """Every case below a place, cut."""
    with unpacked(place) as data:
        return [Verdict(case, reply_text(case.body)) for case in cases(data)]


def cases(place: Path) -> Iterator[Case]:
    """The cases of a file or a folder."""
    if place.is_file():
        yield from _listed(place)
    else:
        for file in sorted(place.rglob("*.json")):
            yield from _listed(file)
        for folder in sorted({place, *(one for one in place.rglob("*") if one.is_dir())}):
            yield from _paired(folder)


def _listed(file: Path) -> Iterator[Case]:
    found = json.loads(file.read_text())
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict) and {"body", "expected"} <= one.keys():
            name = str(one.get("name", ""))
            yield Case(one.get("suite", file.stem), name, one["body"], one["expected"])


def _paired(folder: Path) -> Iterator[Case]:
    for file in sorted((folder / "emails").glob("*")):
        trimmed = folder / "trimmed" / file.name
        if trimmed.is_file():
            yield Case(folder.name, file.name, file.read_text(), trimmed.read_text())


def table(found: Iterable[Verdict]) -> str:
    """A line a suite: how many are right, and how many lost a word."""
    found = list(found)
    lines = []
    for suite in [*dict.fromkeys(one.case.suite for one in found), ""]:
        rows = [one for one in found if suite in ("", one.case.suite)]
        right, lost = (sum(map(bool, of)) for of in _counts(rows))
        lines.append(
            f"{suite or 'all':<24} {right:>4} of {len(rows):>4} right, {lost:>3} lost a word"
        )
    return "\n".join(lines)


def _counts(rows: list[Verdict]) -> tuple[list[bool], list[Counter[str]]]:
    return [one.is_right for one in rows], [one.lost for one in rows]


def _milliseconds(found: list[Verdict]) -> float:
    started = time.process_time()
    for one in found:
        reply_text(one.case.body)
    return 1000 * (time.process_time() - started) / len(found)


def main() -> None:
    """Cut and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("place", type=Path)
    parser.add_argument("--show", action="store_true", help="print what is wrong")
    arguments = parser.parse_args()
    found = verdicts(arguments.place)
    wrong = [one for one in found if not one.is_right]
    for one in wrong:
        print(f"wrong: {one.case.suite} {one.case.name}")
        if arguments.show:
            print(f"--- mail\n{one.case.body}\n--- expected\n{one.case.expected}")
            print(f"--- visible\n{one.folded.visible}\n")
    print(table(found))
    if found:
        share = 100 * (1 - len(wrong) / len(found))
        print(f"{share:.1f} % right, {_milliseconds(found):.2f} ms a mail")
        print("not whole:", [one.case.name for one in found if not one.is_whole])


if __name__ == "__main__":
    main()
