"""A studio with two projects whose plans are dated, seen on a Monday morning."""

from datetime import UTC, date, datetime

import pytest

from rapport.planning.operations.scheduling import reschedule
from rapport.portfolio import tasks as portfolio_tasks
from rapport.projects.models import Project

MONDAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 7, tzinfo=UTC)


PAGE = "/w/fernhill/capacity/proposals/"
PAGES = (
    "portfolio.tasks", "portfolio.views.capacity", "portfolio.views.proposals",
    "portfolio.views.who_could", "portfolio.views.workload", "resourcing.views.bookings",
)  # fmt: skip


@pytest.fixture(autouse=True)
def at_that_time(monkeypatch):
    """It is Monday, 2 March 2026, for every page, and an answer is found quickly."""
    for module in PAGES:
        monkeypatch.setattr(f"rapport.{module}.now", lambda: AT)
    monkeypatch.setattr(portfolio_tasks, "SECONDS", 0.2)


@pytest.fixture
def ask(browse, manager, run_jobs):
    """Ask on the page and let the worker answer; the page comes back."""

    def asked():
        browser = browse(manager)
        assert browser.post(f"{PAGE}new/").status_code == 302
        run_jobs()
        return browser.get(PAGE).text

    return asked


@pytest.fixture
def site(make, client_company) -> Project:
    return make.project(client_company, "Northwind site", key="SITE", starts_on=MONDAY)


@pytest.fixture
def shop(make, client_company) -> Project:
    return make.project(client_company, "Checkout", key="SHOP", starts_on=MONDAY)


@pytest.fixture
def dated():
    """Date the plans of these projects: `dated(site, shop)`."""

    def date_all(*projects: Project) -> None:
        for project in projects:
            reschedule(project, at=AT)

    return date_all
