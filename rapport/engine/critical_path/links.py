"""The links of a plan as rows of numbers."""

from collections.abc import Sequence
from itertools import compress

import numpy as np

from rapport.engine import ticks
from rapport.engine.plan import Link

from .rows import ACTIVE, EDGE, GATE, KINDS, NOBODY, Rows
from .tasks import FURTHEST, BeyondReach


class LinkRows:
    """One row a link that binds, and which of them last as long as a share of a duration."""

    def __init__(self, links: Sequence[Link], places: dict[str, int], nodes: Rows) -> None:
        find = places.get
        source = np.array([find(link.predecessor, NOBODY) for link in links], np.int32)
        target = np.array([find(link.successor, NOBODY) for link in links], np.int32)
        active = np.append(nodes["flags"] & ACTIVE, 0)  # the last stands for nobody
        kept = (active[source] & active[target]) > 0
        if not kept.all():
            links = list(compress(links, kept.tolist()))
            source, target = source[kept], target[kept]
        self.rows: Rows = np.zeros(len(links), EDGE)
        self.rows["source"] = np.where(
            nodes["side"][source] == GATE, nodes["other"][source], source
        )
        self.rows["target"] = target
        self.rows["kind"] = [KINDS[link.kind] for link in links]
        self._shares = np.zeros(len(links))
        self._lag(links)
        self.measure(nodes)

    def measure(self, nodes: Rows) -> None:
        """Reckon the lags that are shares of their predecessor's duration, from its length."""
        shared = np.flatnonzero(self._shares)
        lengths = nodes["length"][self.rows["source"][shared]]
        lags = lengths * self._shares[shared] / 100
        if not (np.abs(lags) < FURTHEST).all():
            raise BeyondReach
        self.rows["lag"][shared] = np.rint(lags)

    def _lag(self, links: Sequence[Link]) -> None:
        """Lags in ticks, shares in hundredths."""
        lags = np.array([link.lag for link in links], np.float64) * ticks.PER_MINUTE
        if not (np.abs(lags) < FURTHEST).all():
            raise BeyondReach
        self.rows["lag"] = np.rint(lags)
        lagging = np.flatnonzero(lags).tolist()
        for at, link in [(at, links[at]) for at in lagging if links[at].lag_kind != "working"]:
            if link.lag_kind == "percent":
                self._shares[at] = link.lag
            self.rows["elapsed"][at] = link.lag_elapsed or link.lag_kind == "elapsed"
