"""On a task's page what follows from an edit is seen in the fields beside it at once."""

from datetime import date

import pytest
from playwright.sync_api import expect

from rapport.projects.models import Task

pytestmark = pytest.mark.browser


def test_twice_the_work_takes_twice_as_long(make, manager, live_server, browse, page):
    project = make.project(key="KTB", starts_on=date(2026, 3, 2))
    task = make.task(project, "Design", duration_minutes=960, work_minutes=960)
    page.goto(f"{live_server.url}/w/fernhill/projects/KTB/tasks/{task.number}/")
    fields = {
        name: page.locator(f"inline-edit[data-name={name}]")
        for name in ("duration", "work", "units")
    }
    expect(fields["units"]).to_have_text("100%")
    fields["work"].focus()
    page.keyboard.press("Enter")
    page.keyboard.type("4d")
    page.keyboard.press("Enter")
    expect(fields["duration"]).to_have_text("4 days")
    expect(fields["work"]).to_be_focused()
    fields["units"].click()
    page.keyboard.type("50")
    page.keyboard.press("Enter")
    expect(fields["duration"]).to_have_text("8 days")
    task = Task.objects.get()
    assert (task.duration_minutes, task.work_minutes) == (3840, 1920)
