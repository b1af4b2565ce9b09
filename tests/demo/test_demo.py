"""The demo: one believable story, apart from everything real, gone with one click."""

from datetime import date

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils.timezone import now

from rapport.accounts.models import Member, User
from rapport.cases.models import Case
from rapport.clients.models import Client
from rapport.demo.operations import keys, removal
from rapport.demo.story.telling import SEED, tell
from rapport.events.models import Event
from rapport.events.operations import seals
from rapport.inbox.models import Dispatch, Mailbox, RawMail
from rapport.planning.operations import outlook
from rapport.projects.models import Programme, Project
from rapport.promises.models import Promise
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
from tests.builders import Make

TODAY = date(2026, 3, 4)


@pytest.fixture
def demo(db, tmp_path):
    """The story, told."""
    return tell(seed=SEED, today=TODAY)


def test_the_story_has_its_cast_and_its_ups_and_downs(demo):
    with open_workspace(demo.pk):
        assert (Client.objects.count(), Project.objects.count()) == (4, 8)
        states = set(Promise.objects.values_list("state", flat=True))
        assert {"open", "kept", "late", "broken"} <= states
        complaints = Case.objects.filter(kind=Case.Kind.COMPLAINT)
        assert complaints.filter(closed_at=None).count() == 1
        assert complaints.exclude(closed_at=None).count() == 1
        assert set(RawMail.objects.values_list("outcome", flat=True)) == {"delivered"}
        assert not Event.objects.filter(at__gt=now()).exists()
        assert Event.objects.filter(verb="message.sent").exists()
        assert not Event.objects.filter(verb="message.sent", at__date__gt=TODAY).exists()
        while seals.seal(demo.pk, at=now()):
            pass
        assert seals.verify(demo.pk) == []


def test_two_projects_of_two_clients_are_led_as_a_programme(demo, browse):
    boss = Member.everywhere.get(workspace=demo, role="owner")
    with open_workspace(demo.pk):
        programme = Programme.objects.get()
        projects = Project.objects.filter(programme=programme)
        assert {project.client.key for project in projects} == {"KES", "HAL"}
    page = browse(boss).get(f"/w/{demo.slug}/projects/programmes/{programme.number}/").text
    assert programme.name in page and all(project.name in page for project in projects)
    assert programme.name in browse(boss).get(f"/w/{demo.slug}/search/?q=self-serv").text


def test_its_plans_say_what_their_dates_rest_on(demo, browse):
    boss = Member.everywhere.get(workspace=demo, role="owner")
    with open_workspace(demo.pk):
        app = Project.objects.get(key="KTB")
        outlook.reckon(app, at=now())
    plan = f"/w/{demo.slug}/projects/KTB/plan"
    dates = browse(boss).get(f"{plan}/outlook/").text
    assert "2 tasks estimated, the others from finished work" in dates
    assert "set this aside" in dates and "Noor joins for the screens" in dates
    assert "A store sends the app back" in browse(boss).get(f"{plan}/outlook/risks/").text
    assert "As agreed" in browse(boss).get(f"{plan}/earned-value/").text
    capacity = browse(boss).get(f"/w/{demo.slug}/capacity/").text
    assert "App development" in capacity


def test_the_demo_goes_with_one_click_and_takes_nothing_real_along(demo, stranger, browse):
    boss = Member.everywhere.get(workspace=demo, role="owner")
    url = reverse("demo.removal", kwargs={"slug": demo.slug})
    assert browse(boss).post(url).status_code == 302
    assert list(Workspace.objects.all()) == [stranger.workspace]
    assert list(User.objects.all()) == [stranger.user]
    assert not Event.objects.filter(workspace_id=demo.pk).exists()


def test_a_real_workspace_is_never_removed_this_way(owner, browse):
    url = reverse("demo.removal", kwargs={"slug": "fernhill"})
    assert browse(owner).post(url).status_code == 404
    with pytest.raises(removal.NotADemo):
        removal.remove(owner.workspace)


@pytest.fixture
def demo_member(make, owner):
    make.workspace.is_demo = True
    make.workspace.save()
    return owner


def test_a_demo_key_signs_in_once_after_a_click(demo_member, client):
    url = reverse("demo.sign-in", kwargs={"key": keys.make(demo_member, at=now())})
    for _ in range(3):
        assert client.get(url).status_code == 200
    assert client.post(url)["Location"] == "/w/fernhill/"
    assert client.get(url).status_code == 404


def test_a_demo_key_works_from_this_machine_only(demo_member, client):
    url = reverse("demo.sign-in", kwargs={"key": keys.make(demo_member, at=now())})
    assert client.get(url, REMOTE_ADDR="192.0.2.7").status_code == 404


def test_e10_no_key_is_made_for_a_real_workspace(owner):
    with pytest.raises(Workspace.DoesNotExist):
        keys.make(owner, at=now())


def test_no_foreign_key_keeps_a_workspace_from_being_removed_whole():
    """PROTECT refuses even where both rows fall together; RESTRICT does not."""
    protecting = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(getattr(field, "remote_field", None), "on_delete", None) is models.PROTECT
    ]
    assert protecting == []


def test_a_demo_whose_mailbox_sends_is_removed_whole(db):
    demo = Make.workspace("Demo", "demo")
    Workspace.objects.filter(pk=demo.pk).update(is_demo=True)
    demo.refresh_from_db()
    with open_workspace(demo.pk):
        box = Mailbox.objects.create(
            workspace=demo, address="a@b.example", name="A", created_at=now()
        )
        Dispatch.objects.create(
            workspace=demo, mailbox=box, header_id="<x@b>", not_before=now(), created_at=now()
        )
    removal.remove(demo)
    assert not Workspace.objects.filter(pk=demo.pk).exists()
