"""The part of the furnished house by which conversations are sorted."""

from django.utils.timezone import now

from rapport.accounts.models import Member
from rapport.clients.models import Contact
from rapport.inbox.operations import labelling, labels
from tests.builders import Make


def furnish(make: Make, boss: Member, contact: Contact, word: str) -> dict[str, dict[str, object]]:
    """A label that is on a conversation."""
    talk, at = make.conversation(contact, f"{word} sorted"), now()
    label = labels.make(make.workspace, f"{word} label", by=boss, at=at)
    labelling.put(talk, label, by=boss, at=at)
    return {
        "inbox.settings_label": {"pk": label.pk},
        "inbox.merge_label": {"pk": label.pk},
        "inbox.bin_label": {"pk": label.pk},
    }
