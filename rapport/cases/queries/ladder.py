"""The ladder: at which share of a target's time whom one tells."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from rapport.cases.models import Rung, Who
from rapport.workspaces.prepared import Question

Ladder = Mapping[int, Sequence[str]]
# In per cent. A target is near at three quarters, and missed when all of it is used up.
NEAR, ALL = 75, 100
SHARES = (50, NEAR, 90, ALL, 150, 200)
# As long as the workspace has not said otherwise.
USUAL: Ladder = {NEAR: (Who.ASSIGNEE,), ALL: (Who.ASSIGNEE, Who.MANAGERS)}

_RUNGS = Question(lambda: Rung.objects.order_by("share", "who").values_list("share", "who"))


def ladder() -> Ladder:
    """Whom the open workspace tells at which share. That all is used up is always a step."""
    rungs: dict[int, list[str]] = defaultdict(list)
    for share, who in _RUNGS():
        rungs[share].append(who)
    return {ALL: (), **(rungs or USUAL)}
