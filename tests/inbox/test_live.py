"""What open pages are told."""

from rapport.events.models import Event
from rapport.inbox.live import Listener, _hint, topics


def event(**fields):
    given = {"verb": "message.received", "subject_kind": "inbox.conversation", "workspace_id": 1}
    return Event(**given | fields, facts={"number": 7, "message": 3})


def test_a_page_hears_of_the_inbox_and_of_its_conversation():
    assert topics(event(), with_numbers=True) == ["message", "inbox", "conversation-7"]


def test_a_guest_does_not_hear_which_conversation_it_was():
    assert topics(event(), with_numbers=False) == ["message", "inbox"]


def test_other_records_are_told_by_their_noun():
    assert topics(event(verb="task.moved", subject_kind="projects.task"), with_numbers=True) == [
        "task"
    ]


def test_a_page_that_does_not_read_loses_hints_rather_than_memory():
    listener = Listener(1, with_numbers=True)
    for _ in range(1000):
        _hint(listener, event())
    assert listener.hints.qsize() == 100
