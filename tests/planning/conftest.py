"""What tests of plans share; each makes a `project` of its own."""

import pytest

from rapport.planning.operations import scheduling
from tests.planning.moments import NOW, stored


@pytest.fixture
def dates(project):
    """Date the plan; from when to when a task stands then."""

    def of(task):
        scheduling.reschedule(project, at=NOW)
        return stored(task)

    return of
