"""Work thought of in a running project begins today."""

from datetime import UTC, datetime

import pytest

from rapport.projects.models import Task
from rapport.projects.operations import tasks
from rapport.projects.operations.tasks import NewTask


@pytest.mark.parametrize(
    ("at", "constraint"),
    [
        (datetime(2026, 3, 20, 9, tzinfo=UTC), Task.Constraint.SNET),
        (datetime(2026, 2, 20, 9, tzinfo=UTC), Task.Constraint.ASAP),
    ],
)
def test_a_new_task_is_never_overdue_at_birth(make, member, at, constraint):
    project = make.project()
    task = tasks.create(project, NewTask("Also this"), by=member, at=at)
    task.refresh_from_db()
    assert task.constraint == constraint
    assert task.schedule.start.date() >= min(at.date(), project.starts_on)
    if constraint == Task.Constraint.SNET:
        assert task.schedule.start.date() >= at.date()
