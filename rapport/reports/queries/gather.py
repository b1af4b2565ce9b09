"""All facts of a report, in the order of its sections."""

from collections.abc import Iterator
from itertools import chain

from rapport.reports.facts import Fact
from rapport.reports.models import StatusReport
from rapport.reports.queries import changes, hours, progress, promised, turns
from rapport.reports.queries.span import Span


def gather(report: StatusReport, span: Span) -> list[Fact]:
    """A fixed number of queries, however large the project."""
    return list(
        chain(
            progress.facts(span),
            changes.facts(span) if report.since <= report.until else (),
            promised.facts(span),
            _risks(report),
            turns.facts(span),
            hours.facts(span),
        )
    )


def _risks(report: StatusReport) -> Iterator[Fact]:
    for text, internal in ((report.risks, False), (report.internal_risks, True)):
        for line in filter(None, map(str.strip, text.splitlines())):
            yield Fact("risks", "risk", {"text": line}, internal=internal, tone="warn")
