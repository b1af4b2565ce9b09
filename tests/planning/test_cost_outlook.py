"""What a project will cost, on the page of its promise dates."""

import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from rapport.lib.roles import Role
from rapport.planning.operations import costs, outlook
from rapport.planning.queries.outlook import outlook_of
from rapport.projects.operations import tasks
from rapport.projects.operations.tasks import NewTask

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)


@pytest.fixture
def project(make, manager):
    project = make.project(key="CST", starts_on=date(2026, 3, 2))
    for name in ("Build", "Test"):
        tasks.create(project, NewTask(name, duration_minutes=2400), by=manager, at=NOW)
    project.refresh_from_db()
    return project


@pytest.fixture
def priced(project, manager):
    """One of two tasks costs 90 an hour."""
    costs.charge(project.tasks.get(name="Build"), 9_000, by=manager, at=NOW)
    outlook.reckon(project, at=NOW)
    return project


@pytest.fixture
def page(browse, manager, workspace):
    url = reverse("planning.outlook", kwargs={"slug": workspace.slug, "key": "CST"})

    def page(by=manager, **asked):
        answer = browse(by).get(url, asked)
        assert answer.status_code == 200
        return answer.content.decode()

    return page


def test_cost_is_out_of_sight_until_there_is_any(project, page):
    outlook.reckon(project, at=NOW)
    assert "What it will cost" not in page()


def test_the_page_says_the_cost_and_what_it_rests_on(priced, page):
    text = page()
    assert "What it will cost" in text and "€3,600" in text
    assert "1 of 2 tasks has a cost; the others are taken as free." in text
    assert "Hours vary by default uncertainty" in text
    likely = outlook_of(priced).cost.likely
    assert likely > 360_000 and f"€{round(likely / 100):,}" in text


def test_amounts_that_nobody_doubts_are_said_to_be_certain(project, manager, page):
    for task in project.tasks.all():
        costs.spend(task, likely=50_000, by=manager, at=NOW)
    outlook.reckon(project, at=NOW)
    text = page()
    assert "Every task has a cost." in text and "nothing about them is uncertain" in text


@pytest.mark.parametrize("role", [Role.MEMBER, Role.VIEWER, Role.GUEST])
def test_who_sees_no_money_sees_no_cost(priced, make, page, role):
    someone = make.member(role)
    make.on_project(priced, someone)
    text = page(by=someone, day="2026-03-20", budget="4000")
    assert "What it will cost" not in text and "€" not in text


def test_a_day_and_a_budget_are_asked_together(priced, page):
    text = page(day="2026-04-30", budget="1,000,000")
    assert "<strong>99 %</strong> for both" in " ".join(text.split())
    text = page(day="2026-03-01", budget="1,000,000")
    assert "<strong>1 %</strong> for both" in " ".join(text.split())
    found = outlook_of(priced)
    day, budget = found.finish.day(80), found.cost.likely
    both = found.cost.joint(found.finish.done(day), budget)
    assert 60 < both < 80
    assert f"<strong>{both} %</strong> for both" in page(day=day, budget=str(budget / 100))


def test_what_was_asked_is_asked_again_when_the_page_looks_anew(priced, page, manager):
    costs.charge(priced.tasks.get(name="Test"), 100, by=manager, at=NOW)
    assert "/plan/outlook/?day=2026-04-30&amp;budget=4000" in page(day="2026-04-30", budget="4000")


@pytest.mark.parametrize(
    "day, budget, sentence",
    [("soon", "4000", "Enter a valid date"), ("9999-12-31", "5", "from 1990 to 2100"),
     ("2026-04-30", "dear", "Write an amount"), ("", "5", "required")],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_asked_is_said_and_stays(priced, page, day, budget, sentence):
    text = page(day=day, budget=budget)
    assert sentence in text and f'value="{budget}"' in text and "for both" not in text


def test_the_curve_of_cost_has_its_table(priced, page):
    text = page()
    cost = outlook_of(priced).cost
    for percent in (10, 25, 50, 80, 90, 95):
        assert f"€{round(cost.amount(percent) / 100):,}" in text
    assert text.count("<polyline") == 2


def test_an_outlook_kept_before_costs_were_known_can_still_be_read(priced, page):
    type(outlook_of(priced).kept).objects.update(
        costs=[], cost_ranks=[], reliefs=[], planned_cost=0
    )
    assert "What it will cost" not in page() and "80 %" in page()


def _squeezed(text):
    return " ".join(re.sub("<[^>]+>", "", text).split())


def test_days_are_bought_at_what_an_hour_costs(project, manager, page):
    for task in project.tasks.all():
        costs.charge(task, 9_000, by=manager, at=NOW)
    outlook.reckon(project, at=NOW)
    [first, *_] = outlook_of(project).gains
    hours = first.spared / 60
    assert abs(first.price - hours * 9_000) <= 0.5 * 9_000  # hours are said to the half
    text = _squeezed(page())
    assert f"€{round(first.price / 100):,} at what an hour of it costs" in text
    assert "1 day earlier" in _squeezed(page(days="1"))
    bought = outlook_of(project).buying(480)
    assert f"It costs €{round(bought.price / 100):,}." in _squeezed(page(days="1"))
    assert "So many cannot be won like this" in _squeezed(page(days="59"))


def test_without_prices_days_cost_work_and_the_price_is_said_to_be_unknown(priced, page):
    text = _squeezed(page(days="1"))
    assert "1 day earlier" in text and outlook_of(priced).buying(480).won >= 480
    assert "of work for somebody else" in text
    if outlook_of(priced).buying(480).price is None:
        assert "The price is not known" in text


def test_who_sees_no_money_sees_days_and_work_but_no_price(project, manager, make, page):
    for task in project.tasks.all():
        costs.charge(task, 9_000, by=manager, at=NOW)
    outlook.reckon(project, at=NOW)
    text = _squeezed(page(by=make.member(Role.MEMBER)))
    assert "of work for somebody else" in text and "That wins" in text
    assert "€" not in text and "price" not in text


@pytest.mark.parametrize("days", ["0", "61", "many", ""])
def test_days_that_make_no_sense_are_refused_in_a_sentence(priced, page, days):
    text = page(days=days)
    assert 'class="error"' in text and "earlier:" not in text
