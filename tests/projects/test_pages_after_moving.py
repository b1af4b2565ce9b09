"""Every page still opens when tasks have gone elsewhere, and when a project has."""

import pytest
from django.utils.timezone import now

from rapport.projects.models import Project, Task
from rapport.projects.operations import merging, transfer
from tests.abuse.crawl import reachable
from tests.abuse.house import furnish

pytestmark = pytest.mark.sweep


@pytest.fixture
def house(make, owner):
    """One of everything in OWN, beside another project of its client."""
    values = furnish(make, owner, word="Ours", key="OWN")
    values[""]["slug"] = make.workspace.slug
    own = Project.objects.select_related("client", "workspace").get(key="OWN")
    other = make.project(own.client, "Other", key="OTHER", lead=owner)
    make.task(other, "There before")
    return values, own, Project.objects.select_related("client", "workspace").get(pk=other.pk)


def failing(browser, *houses):
    """Each page of these houses, those that they share once: which of them broke, and how."""
    pages = {
        url: route.name
        for values in houses
        for route, url in reachable(values)
        if "GET" in route.access.methods
    }
    assert len(pages) > 60
    answers = [(name, browser.get(url).status_code) for url, name in pages.items()]
    return [(name, status) for name, status in answers if status >= 500]


def in_the_other(values):
    """The same addresses, of the other project and the tasks as they are called there."""
    numbers = dict(Task.objects.filter(project__key="OTHER").values_list("name", "number"))
    moved = {"key": "OTHER", "number": numbers["Ours first"]}
    return values | {
        "": values[""] | {"key": "OTHER"},
        "projects.task": moved, "planning.": moved, "time.of_task": moved,
    }  # fmt: skip


def test_after_a_task_has_gone(house, owner, browse):
    values, own, other = house
    first = Task.objects.get(project=own, name="Ours first")
    transfer.move(own, [first], other, by=owner, at=now())
    assert failing(browse(owner), values, in_the_other(values)) == []


def test_after_a_project_has_gone_into_another(house, owner, browse):
    values, own, other = house
    merging.merge(own, other, by=owner, at=now())
    assert failing(browse(owner), values, in_the_other(values)) == []
