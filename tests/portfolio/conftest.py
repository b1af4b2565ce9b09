"""A studio with two projects whose plans are dated, seen on a Monday morning."""

from datetime import UTC, date, datetime

import pytest

from rapport.planning.operations.scheduling import reschedule
from rapport.projects.models import Project

MONDAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_that_time(monkeypatch):
    """It is Monday, 2 March 2026, for every page."""
    for module in ("portfolio.views.capacity", "resourcing.views.bookings"):
        monkeypatch.setattr(f"rapport.{module}.now", lambda: AT)


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
