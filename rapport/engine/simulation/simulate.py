"""`simulate(study)`: run a plan's network many times with durations drawn anew."""

from rapport.engine import ticks
from rapport.engine.simulation.compiling import compiled
from rapport.engine.simulation.draws import draw
from rapport.engine.simulation.outlook import Amounts, Dates, Outlook
from rapport.engine.simulation.runs import run
from rapport.engine.simulation.sensitivity import sensitivities
from rapport.engine.simulation.slots import Ticks
from rapport.engine.simulation.steps import Network
from rapport.engine.simulation.study import Study


def simulate(study: Study) -> Outlook:
    """Find what can happen to a plan.

    Actuals stand: what is finished is fixed, what has begun varies in what is left. Tasks that
    shall be as late as possible are dated early. The same study gives the same answer.
    Raises `CircularDependency` and `PlanError` as `schedule` does.
    """
    net = compiled(study)
    draws = draw(study, net)
    found = run(study, net, draws.lengths)
    return Outlook(
        planned=ticks.to_datetime(found.planned + net.epoch),
        finish=_dates(found.finish, net),
        cost=Amounts(draws.cost),
        tasks={uid: _dates(found.watched[uid], net) for uid in study.watched},
        sensitivity=sensitivities(net, draws.lengths, found),
        basis=draws.basis,
    )


def _dates(row: Ticks, net: Network) -> Dates:
    return Dates(Amounts(row.astype(float) + net.epoch))
