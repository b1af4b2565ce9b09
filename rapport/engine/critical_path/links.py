"""The links of a plan as rows of numbers."""

from collections.abc import Sequence
from itertools import compress

import numpy as np

from rapport.engine import ticks
from rapport.engine.plan import Link

from .amounts import nearest
from .rows import ACTIVE, EDGE, GATE, KINDS, NOBODY, Rows


class LinkRows:
    """One row a link that binds, and which of them last as long as a share of a duration."""

    def __init__(self, links: Sequence[Link], places: dict[str, int], nodes: Rows) -> None:
        source, target, kind, lag = _columns(links, places)
        active = np.append(nodes["flags"] & ACTIVE, 0)  # the last stands for nobody
        kept = (active[source] & active[target]) > 0
        if not kept.all():
            links = list(compress(links, kept.tolist()))
            source, target, kind, lag = (column[kept] for column in (source, target, kind, lag))
        self.rows: Rows = np.zeros(len(links), EDGE)
        self.rows["source"] = np.where(
            nodes["side"][source] == GATE, nodes["other"][source], source
        )
        self.rows["target"], self.rows["kind"] = target, kind
        self._shares = np.zeros(len(links))
        self._lag(links, lag * ticks.PER_MINUTE)
        self.measure(nodes)

    def measure(self, nodes: Rows) -> None:
        """Reckon the lags that are shares of their predecessor's duration, from its length."""
        shared = np.flatnonzero(self._shares)
        lengths = nodes["length"][self.rows["source"][shared]]
        self.rows["lag"][shared] = nearest(lengths * self._shares[shared] / 100)

    def _lag(self, links: Sequence[Link], lags: Rows) -> None:
        """Lags in ticks, shares in hundredths."""
        self.rows["lag"] = nearest(lags)
        lagging = np.flatnonzero(lags).tolist()
        for at, link in [(at, links[at]) for at in lagging if links[at].lag_kind != "working"]:
            if link.lag_kind == "percent":
                self._shares[at] = link.lag
            self.rows["elapsed"][at] = link.lag_elapsed or link.lag_kind == "elapsed"


def _columns(links: Sequence[Link], places: dict[str, int]) -> tuple[Rows, Rows, Rows, Rows]:
    """Where links come from and go to, their kinds, and their lags as they are written.

    In one walk, since a long plan's links do not stay near the processor.
    """
    find = places.get
    sources: list[int] = []
    targets: list[int] = []
    kinds: list[int] = []
    lags: list[float] = []
    for link in links:
        sources.append(find(link.predecessor, NOBODY))
        targets.append(find(link.successor, NOBODY))
        kinds.append(KINDS[link.kind])
        lags.append(link.lag)
    source, target, kind = (np.array(column, np.int32) for column in (sources, targets, kinds))
    return source, target, kind, np.array(lags, np.float64)
