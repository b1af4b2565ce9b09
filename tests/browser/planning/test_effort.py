"""On a task's page what follows from an edit is seen in the fields beside it at once."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from rapport.projects.models import Task
from tests.browser.chromium import chromium, complaints

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser) -> Iterator[Page]:
    page = browser.new_context().new_page()
    heard = complaints(page)
    yield page
    page.context.close()
    assert heard == []


def test_twice_the_work_takes_twice_as_long(make, manager, live_server, browse, page):
    project = make.project(key="KTB", starts_on=date(2026, 3, 2))
    task = make.task(project, "Design", duration_minutes=960, work_minutes=960)
    cookie = browse(manager).cookies["rapport_session"].value
    page.context.add_cookies([{"name": "rapport_session", "value": cookie, "url": live_server.url}])
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
