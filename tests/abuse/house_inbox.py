"""The part of the furnished house by which conversations are sorted."""

from django.utils.timezone import now

from rapport.accounts.models import Member
from rapport.clients.models import Contact
from rapport.inbox.operations import bulk, custom_fields, labelling, labels, saved_views
from rapport.inbox.operations.custom_fields import Definition
from rapport.inbox.operations.saved_views import Kept
from rapport.inbox.queries.question import Question
from tests.builders import Make

VIEWS = ("view", "view_asks", "place_view", "first_view", "bin_view")


def furnish(make: Make, boss: Member, contact: Contact, word: str) -> dict[str, dict[str, object]]:
    """A label that is on a conversation, a view, and an act on many."""
    talk, at = make.conversation(contact, f"{word} sorted"), now()
    label = labels.make(make.workspace, f"{word} label", by=boss, at=at)
    labelling.put(talk, label, by=boss, at=at)
    view = saved_views.save(Question.of({"q": word}), Kept(f"{word} view"), by=boss, at=at)
    act = bulk.begin([talk.pk], bulk.becomes("priority", 1), seen=0, by=boss, at=at)
    assert act is not None
    bulk.work_off(act, now=now)
    said = Definition(f"{word} field")
    field = custom_fields.make(make.workspace, "text", said, by=boss, at=at)
    return {
        **{f"inbox.{name}": {"pk": field.pk} for name in ("settings_field", "bin_field")},
        **{f"inbox.{name}": {"pk": view.pk} for name in VIEWS},
        **{f"inbox.{name}": {"pk": act.pk} for name in ("act", "stop_act", "undo_act")},
        "inbox.handing_over": {"pk": boss.pk},
        "inbox.keep_unread": {"number": talk.number},
        "inbox.settings_label": {"pk": label.pk},
        "inbox.merge_label": {"pk": label.pk},
        "inbox.bin_label": {"pk": label.pk},
    }
