"""The demo goes whole, and nothing real goes that way; its keys open it on this machine alone."""

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse
from django.utils.timezone import now

from rapport.demo.operations import keys, removal
from rapport.inbox.models import Dispatch, Mailbox
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
from tests.builders import Make


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
