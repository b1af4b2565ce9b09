"""What the tasks of a Microsoft Project file cost: taken over, and given back."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.events.models import Event
from rapport.files.operations import files
from rapport.integrations.planfiles import mspdi as reader
from rapport.lib.roles import Role
from rapport.planning.models import PlanStakes, TaskCost
from rapport.planning.operations import costs, costs_of_files, plan_import
from rapport.planning.operations.plan_import import NewImport
from rapport.projects.models import Task

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
AMOUNTS = ("least", "likely", "most", "hourly")
DELETING = 'DELETE FROM "planning_taskcost"'
EURO = "<CurrencyCode>EUR</CurrencyCode>"


def _fields(**said):
    return "".join(f"<{name}>{value}</{name}>" for name, value in said.items())


def _task(uid, level=1, **said):
    values = {"UID": uid, "Name": f"Task {uid}", "OutlineLevel": level, "Duration": "PT10H0M0S"}
    return f"<Task>{_fields(**values | said)}</Task>"


def _work(task, who, hours, **said):
    values = {"TaskUID": task, "ResourceUID": who, "Work": f"PT{hours}H0M0S", "Units": 1} | said
    return f"<Assignment>{_fields(**values)}</Assignment>"


# Ada costs 60 an hour and 25 each time, Ben 90; concrete is no person.
PEOPLE = "".join(
    f"<Resource>{_fields(**said)}</Resource>"
    for said in (
        {"UID": 1, "Name": "Ada", "Type": 1, "StandardRate": 60, "CostPerUse": 2500},
        {"UID": 2, "Name": "Ben", "Type": 1, "StandardRate": 90, "StandardRateFormat": 3},
        {"UID": 3, "Name": "Concrete", "Type": 0, "StandardRate": 12},
    )
)
RECKONED = (
    _task(1, Cost=260000, ActualCost=100)  # 100 more than its parts
    + _task(2, 2, Cost=162500, FixedCost=5000, Work="PT20H0M0S")
    + _task(3, 2, Cost=87500, ActualCost=500, Work="PT10H0M0S")
    + _task(4, Cost=0)
)
DONE = (
    _work(2, 1, 10, Cost=62500) + _work(2, 2, 10, Cost=90000) + _work(2, 3, 4, Cost=5000)
    + _work(3, 1, 10, Units=0.5, Cost=61250)
)  # fmt: skip


def _file(tasks=RECKONED, work=DONE, currency=EURO):
    return (
        '<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project">'
        f"<StartDate>2026-03-02T08:00:00</StartDate>{currency}<Tasks>{tasks}</Tasks>"
        f"<Resources>{PEOPLE}</Resources><Assignments>{work}</Assignments></Project>"
    ).encode()


@pytest.fixture
def bring(workspace, manager, client_company):
    """Rehearse and apply; the import holds what was said before."""

    def bring(content, project=None):
        file = files.store(workspace, name="plan.xml", content=content, by=manager, at=NOW)
        new = NewImport(file, client_company, project)
        made = plan_import.rehearse(workspace, new, by=manager, at=NOW)
        said = {"page": made.summary, "lost": [one["reason"] for one in made.refusals]}
        return plan_import.apply(made, by=manager, at=NOW), said

    return bring


def _leave(project, browser):
    return browser.get(f"/w/fernhill/projects/{project.key}/plan/export/", {"as": "xml"}).content


def _costs(project):
    """(once, an hour) by the name of the task, in cents."""
    rows = TaskCost.objects.filter(project=project)
    return {name: amounts for name, *amounts in rows.values_list("task__name", "likely", "hourly")}


TAKEN = {"Task 2": [5_000 + 2_500 + 5_000, 7_500], "Task 3": [27_500, 6_000]}


def test_an_hour_costs_what_people_do_on_average_and_all_else_is_spent_once(bring, browse, manager):
    """Fixed, for each use (half of it for half of somebody), and for what is no person."""
    project, said = bring(_file())
    assert _costs(project) == TAKEN
    assert said["page"]["costs"] == {"tasks": 2, "changed": 2, "currency": "EUR"}
    page = browse(manager).get("/w/fernhill/projects/import/1/").text
    assert "2 tasks cost something (EUR); new or changed: 2" in page
    assert Event.objects.get(verb="plan.imported").facts["costs"] == 2
    assert PlanStakes.objects.get(project=project).round == 1
    assert [reason.split(",")[0].split(":")[0] for reason in said["lost"]] == [
        "What a task costs beside its parts is not taken over",
        "What was spent until now is not taken over",
        "Materials and other resources that are no people are not taken over; what they cost counts"
        " to their task.",
    ]


def test_where_nothing_was_reckoned_the_rates_are(bring):
    tasks = _task(2, FixedCost=5000) + _task(3)
    project, _ = bring(_file(tasks, _work(2, 1, 10) + _work(2, 2, 20) + _work(3, 2, 7)))
    assert _costs(project) == {"Task 2": [5_000, 8_000], "Task 3": [None, 9_000]}


@pytest.mark.parametrize(
    ("currency", "taken", "why"),
    [
        (EURO, True, None),
        ("<CurrencySymbol>€</CurrencySymbol>", True, "Its costs are taken over as EUR."),
        ("", True, "Its costs are taken over as EUR."),
        ("<CurrencySymbol>£</CurrencySymbol>", False, "Costs in £ are not taken over"),
        ("<CurrencyCode>CHF</CurrencyCode>", False, "Costs in CHF are not taken over"),
    ],
)
def test_amounts_of_another_currency_stay_out(bring, currency, taken, why):
    project, said = bring(_file(currency=currency))
    assert _costs(project) == (TAKEN if taken else {})
    assert any(why in one for one in said["lost"]) if why else "currency" not in str(said["lost"])


def test_the_same_file_again_changes_nothing_and_one_without_costs_leaves_them(bring, manager):
    project, _ = bring(_file())
    task = Task.objects.get(project=project, name="Task 3")
    costs.spend(task, by=manager, at=NOW, least=20_000, most=90_000)
    _, said = bring(_file(), project)
    assert said["page"]["costs"] == {"tasks": 2, "changed": 0, "currency": "EUR"}
    _, said = bring(_file("".join(_task(n) for n in (2, 3)), ""), project)
    assert _costs(project) == TAKEN
    dearer = _file(RECKONED.replace("87500", "61250"))
    assert bring(dearer, project)[1]["page"]["costs"] == {
        "tasks": 2,
        "changed": 1,
        "currency": "EUR",
    }
    row = TaskCost.objects.get(task=task)
    assert (row.least, row.likely, row.most, row.hourly) == (None, 1_250, 90_000, 6_000)


def test_however_many_costs_change_no_query_names_them_all(bring, monkeypatch):
    monkeypatch.setattr(costs_of_files, "BATCH", 5)
    numbers = range(1, 13)
    before = "".join(_task(n, FixedCost=5000) for n in numbers)
    project, _ = bring(_file(before, ""))
    with CaptureQueriesContext(connection) as asked:
        bring(_file(before.replace("5000", "7000"), ""), project)
    gone = [one["sql"] for one in asked if DELETING in (one["sql"] or "")]
    assert [sql.count(",") + 1 for sql in gone] == [5, 5, 2] * 2  # rehearsed, applied
    assert set(map(tuple, _costs(project).values())) == {(7_000, None)}


def test_costs_leave_as_rates_and_fixed_costs_and_come_back(bring, browse, manager):
    project, _ = bring(_file())
    spare = Task.objects.get(project=project, name="Task 4")  # nobody does it yet
    costs.charge(spare, 12_050, by=manager, at=NOW)
    costs.spend(spare, by=manager, at=NOW, least=100, likely=200, most=399)
    left = _leave(project, browse(manager))
    assert b"<CurrencyCode>EUR</CurrencyCode>" in left and b"<FixedCost>12500</FixedCost>" in left
    assert b"<StandardRate>75</StandardRate>" in left
    found = {task.name: task.cost for task in reader.read(left).tasks}
    assert (found["Task 4"].once, found["Task 4"].hourly, found["Task 4"].most) == (2, 120.5, 3.99)
    before = set(
        TaskCost.objects.filter(project=project).values_list("least", "likely", "most", "hourly")
    )
    assert bring(left, project)[1]["page"]["costs"] == {"tasks": 3, "changed": 0, "currency": "EUR"}
    other, _ = bring(left)
    assert set(TaskCost.objects.filter(project=other).values_list(*AMOUNTS)) == before
    assert _leave(other, browse(manager)).split(b"<Tasks>")[1] == left.split(b"<Tasks>")[1]


@pytest.mark.parametrize(("role", "sees"), [(Role.FINANCE, True), (Role.MEMBER, False)])
def test_costs_leave_only_with_those_who_see_them(bring, make, browse, role, sees):
    project, _ = bring(_file())
    someone = make.member(role)
    make.on_project(project, someone)
    left = _leave(project, browse(someone))
    assert any(name in left for name in (b"Cost>", b"Rate>", b"Currency")) == sees
    assert len(reader.read(left).tasks) == 4
