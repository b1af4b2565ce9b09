"""What each risk does to the promised date and to the cost: the same runs without it."""

from dataclasses import dataclass, replace
from datetime import datetime

from rapport.engine.simulation.simulate import simulate
from rapport.engine.simulation.study import Study


@dataclass(frozen=True, slots=True)
class Relief:
    """The date, and the cost, met in so large a share of the runs if a risk were away."""

    uid: str
    date: datetime
    cost: float


def relief(study: Study, uids: tuple[str, ...], share: float = 0.8) -> tuple[Relief, ...]:
    """Try the study without each of these risks, on the same random numbers."""
    return tuple(_without(study, uid, share) for uid in uids)


def _without(study: Study, uid: str, share: float) -> Relief:
    """A risk that never happens draws what it drew before, so that nothing else differs."""
    risks = tuple(replace(one, probability=0) if one.uid == uid else one for one in study.risks)
    found = simulate(replace(study, risks=risks, watched=()))
    return Relief(uid, found.finish.quantile(share), found.cost.quantile(share))
