"""Out of the bin: only who may do such a thing brings it back, and what goes is really gone."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import get_resolver

from rapport.accounts import bin as bin_page
from rapport.lib.reader import Reader
from rapport.projects.models import Task
from rapport.projects.operations import tasks
from rapport.workspaces.models import Binnable
from rapport.workspaces.operations import bin
from tests.conftest import NOW

BIN = "/w/fernhill/settings/bin/"


@pytest.fixture
def binned_project(make, manager):
    project = make.project()
    bin.put(project, by=manager, at=NOW)
    return project


def test_every_kind_that_people_see_can_come_back(scope):
    # Each app adds its kinds beside its addresses.
    assert get_resolver().url_patterns
    seen = {
        model
        for model in apps.get_models()
        if issubclass(model, Binnable) and hasattr(model._default_manager.none(), "visible_to")
    }
    assert bin_page.registered() == seen


@pytest.mark.parametrize("kind", ["client", "contact", "project"])
def test_who_may_not_bin_a_thing_does_not_bring_it_back(
    browse, make, manager, member, contact, kind
):
    thing = {
        "client": contact.client, "contact": contact, "project": make.project(contact.client)
    }[kind]  # fmt: skip
    bin.put(thing, by=manager, at=NOW)
    url = f"{BIN}{kind}/{thing.pk}/restoration/"
    assert url not in browse(member).get(BIN).text
    assert browse(member).post(url).status_code == 403
    thing.refresh_from_db()
    assert thing.binned_at
    assert url in browse(manager).get(BIN).text
    assert browse(manager).post(url).status_code == 302
    thing.refresh_from_db()
    assert thing.binned_at is None


@pytest.mark.parametrize("who", ["viewer", "finance"])
def test_who_only_looks_does_not_reach_the_bin(request, browse, who):
    assert browse(request.getfixturevalue(who)).get(BIN).status_code == 403


def test_a_task_comes_back_from_the_bin_page_with_its_parts(browse, make, member):
    project = make.project()
    whole = make.task(project)
    part = make.task(project, parent=whole)
    tasks.put_in_bin(whole, by=member, at=NOW)
    browse(member).post(f"{BIN}task/{whole.pk}/restoration/")
    assert Task.objects.live().filter(pk__in=[whole.pk, part.pk]).count() == 2


def test_an_erased_person_is_not_in_the_bin_any_more(
    browse, workspace, manager, make, contact, member
):
    bin.put(contact, by=manager, at=NOW)
    # Something that holds the row, as a deliverable does that they decided on.
    bin.empty(workspace, at=NOW + timedelta(days=31))
    reader = Reader(workspace.pk, manager.role, member_id=manager.pk)
    assert all(thing.kind != "contact" for thing in bin_page.contents(reader))
