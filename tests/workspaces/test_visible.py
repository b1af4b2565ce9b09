"""A question kept as SQL shows nobody more than `visible_to` does."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.accounts.readers import reader_for
from rapport.lib.reader import Reader
from rapport.lib.roles import Role
from rapport.projects.models import Project, Task
from rapport.workspaces.scope import open_workspace
from rapport.workspaces.visible import VisibleTo
from tests.builders import Make


@pytest.fixture
def projects():
    """A fresh question, so that each test is the first to ask it."""
    return VisibleTo(lambda reader: Project.objects.visible_to(reader).order_by("name"))


def test_staff_see_all_and_a_guest_their_own_whoever_asks_first(make, projects):
    ours, other = make.project(name="A"), make.project(name="B")
    staff, guest = make.member(), make.member(Role.GUEST)
    make.on_project(ours, guest)
    for _ in range(2):
        assert projects(reader_for(staff)) == [ours, other]
        assert projects(reader_for(guest)) == [ours]


def test_a_contact_sees_only_what_is_shown_to_their_company(make, projects):
    theirs, other = make.project(), make.project(make.client())
    contact = make.contact(theirs.client)
    assert projects(reader_for(make.member())) and other.client != theirs.client
    reader = Reader(theirs.workspace_id, Role.CONTACT, contact_id=contact.pk,
                    client_ids=frozenset([contact.client_id]))  # fmt: skip
    assert projects(reader) == list(Project.objects.visible_to(reader).order_by("name"))
    assert other not in projects(reader)


def test_a_reader_of_another_workspace_sees_nothing_here(make, projects):
    ours, elsewhere = make.project(), Make.workspace("Other", "other")
    with open_workspace(elsewhere.pk):
        stranger = reader_for(Make(elsewhere).member(email="stranger@other.example"))
        assert projects(stranger) == []
    assert projects(stranger) == []
    assert projects(reader_for(make.member())) == [ours]


def test_days_and_their_order_go_where_the_marks_are(make):
    due = VisibleTo(
        lambda reader, first, last: Task.objects.visible_to(reader).filter(
            deadline__gte=first, deadline__lt=last
        )
    )
    task = make.task(make.project(), deadline=date(2026, 3, 4))
    reader = reader_for(make.member())
    with CaptureQueriesContext(connection) as queries:
        assert due(reader, date(2026, 3, 4), date(2026, 3, 5)) == [task]
        assert due(reader, date(2026, 3, 5), date(2026, 3, 6)) == []
    assert len(queries) == 2
