"""What the tests of the stream share."""

import pytest

from rapport.events import listeners
from rapport.events.models import Event


@pytest.fixture
def heard(monkeypatch):
    """A listener to `test.happened` that notes what it heard."""
    notes: list[int] = []

    def listen(event: Event) -> None:
        notes.append(event.pk)

    listener = listeners.Listener("test.listen", frozenset({"test.happened"}), listen, False)
    monkeypatch.setitem(listeners.LISTENERS, "test.listen", listener)
    monkeypatch.setitem(listeners.BY_VERB, "test.happened", [listener])
    return notes
