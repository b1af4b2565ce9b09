"""What the demo tells, read by many tests."""

from datetime import date

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import reverse
from django.utils.timezone import now

from rapport.accounts.models import Member, User
from rapport.cases.models import Case
from rapport.clients.models import Client, Contact
from rapport.demo.story.telling import SEED, tell
from rapport.events.models import Event
from rapport.events.operations import seals
from rapport.inbox.models import Conversation, RawMail
from rapport.planning.operations import outlook
from rapport.projects.models import Programme, Project
from rapport.promises.models import Promise
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
from tests.portal.conftest import portal

__all__ = ["portal"]

TODAY = date(2026, 3, 4)


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory):
    """The story, told once: each test takes back what it does to it."""
    media = tmp_path_factory.mktemp("demo")
    quick = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=media, PASSWORD_HASHERS=quick):
            demo = tell(seed=SEED, today=TODAY)
        yield demo, media
        transaction.set_rollback(True)


@pytest.fixture
def demo(told, db, settings):
    demo, settings.MEDIA_ROOT = told
    return demo


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


def test_its_chat_is_told_and_stands_in_the_clients_portal(demo, browse, portal):
    boss = Member.everywhere.get(workspace=demo, role="owner")
    with open_workspace(demo.pk):
        talks = list(Conversation.objects.filter(channel="chat").order_by("number"))
        tom = Contact.objects.get(name="Tom Okafor")
        assert [talk.correspondent for talk in talks] == ["Tom Okafor", "Marta Ilves (visitor)"]
        assert [talk.client_id for talk in talks] == [tom.client_id, None]
    page = browse(boss).get(f"/w/{demo.slug}/inbox/{talks[0].number}/").text
    assert "phones.csv" in page and "they are on our list" in page
    face = portal(tom).get(f"/p/{demo.slug}/messages/{talks[0].number}/").text
    assert "phones.csv" in face and "they are on our list" in face and "loader.js" in face


def test_the_demo_goes_with_one_click_and_takes_nothing_real_along(demo, stranger, browse):
    boss = Member.everywhere.get(workspace=demo, role="owner")
    url = reverse("demo.removal", kwargs={"slug": demo.slug})
    assert browse(boss).post(url).status_code == 302
    assert list(Workspace.objects.all()) == [stranger.workspace]
    assert list(User.objects.all()) == [stranger.user]
    assert not Event.objects.filter(workspace_id=demo.pk).exists()
