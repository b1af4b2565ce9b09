"""Moving a date by the lag of a link."""

from rapport.engine.graph import Edge
from rapport.engine.span import Span


def later(edge: Edge, at: int, span: Span) -> int:
    """`at` plus the lag; working lags run in the calendar of `span`, the waiting task's."""
    return at if not edge.lag else _shift(at, edge.lag, span, elapsed=edge.elapsed)


def earlier(edge: Edge, at: int, span: Span) -> int:
    """`at` minus the lag."""
    return at if not edge.lag else _shift(at, -edge.lag, span, elapsed=edge.elapsed)


def _shift(at: int, lag: int, span: Span, *, elapsed: bool) -> int:
    if elapsed:
        return at + lag
    time = span.time
    done = time.worked(at) + lag
    return time.finish_of(done) if lag > 0 else time.start_of(done)
