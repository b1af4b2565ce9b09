"""What an act holds is handed to inline listeners, and nothing of it is stored."""

import pytest
from django.db import transaction
from django.utils.timezone import now

from rapport.events import listeners
from rapport.events.actor import SYSTEM
from rapport.events.models import Event
from rapport.events.operations.stream import publish
from rapport.workspaces.models import Workspace


@pytest.fixture
def held(monkeypatch):
    found = []

    def look(event: Event) -> None:
        found.append(event.held(Workspace, event.subject_id))
        found.append(event.held(Workspace, event.subject_id + 1))

    listener = listeners.Listener("test.look", frozenset({"test.held"}), look, True)
    monkeypatch.setitem(listeners.BY_VERB, "test.held", [listener])
    return found


def test_an_inline_listener_gets_the_very_record_that_the_act_holds(workspace, held):
    with transaction.atomic():
        event = publish("test.held", subject=workspace, by=SYSTEM, at=now())
    assert held == [workspace, None]
    assert held[0] is workspace
    assert Event.objects.get(pk=event.pk).held(Workspace, workspace.pk) is None
