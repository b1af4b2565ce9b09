"""Whatever is published about clients, conversations and cases has its sentence in the client's
story, or stands here with the reason why it has none."""

from importlib import import_module

from django.urls import get_resolver

from rapport.clients import timeline

APPS = ("cases", "channels", "chat", "clients", "inbox")
BINS = {
    f"{kind}.{what}"
    for kind in ("client", "conversation", "case", "contact")
    for what in ("binned", "restored")
}

QUIET = {
    "It is about the workspace, not about one client": {
        "acknowledging.set", "alias.changed", "alias.ended", "alias.given", "alias.resumed",
        "channel.added", "channel.changed", "channel.failed", "channel.recalled",
        "channel.templates", "channel.unheard", "customfield.changed",
        "customfield.made", "delivery.quarantined", "department.closed", "department.set",
        "label.changed", "label.made", "label.merged", "ladder.set", "macro.changed",
        "macro.made", "mail.asked_for", "mail.held", "mail.imported", "mail.quarantined",
        "mail.released", "mail.stuck", "mailbox.added", "mailbox.changed", "mailbox.failed",
        "policy.changed", "policy.made", "rota.set", "savedview.changed", "savedview.ordered",
        "savedview.saved", "targets.set", "template.changed", "template.made", "tier.changed",
        "tier.made", "tier.removed",
    },
    "One act on the conversations of many; each of its parts is told": {
        "bulkact.begun", "bulkact.ended", "bulkact.given", "conversations.kept",
        "conversations.set_aside",
    },
    "It has not left, or not been believed: that it left, or came, is told": {
        "message.held", "message.queued", "message.scheduled", "message.undone",
        "message.withheld",
    },
    "The line of what it belongs to is gone, or says it": {
        "case.replied", "chat.mailed", "conversation.scrubbed", "conversation.task_done",
        "conversation.woken", "note.withdrawn", "request.asked", "side.asked",
    },
    "A warning to us: what comes of it is told": {"case.target_near", "request.near"},
    "Who of us hears of it, or has it, says nothing of the client": {
        "conversation.followed", "conversation.unfollowed", "request.accepted",
        "request.released",
    },
    "Of an address, not of a client; it stands on the contact's page": {
        "address.troubled", "handle.bound",
    },
    "Whether somebody asked for a key is for nobody to read": {"contact.key_requested"},
    "Cases go to the bin with their conversation, contacts are erased": {
        "case.binned", "case.restored", "contact.binned", "contact.restored",
    },
}  # fmt: skip


def published() -> set[str]:
    found = set(BINS)
    for app in APPS:
        names = vars(import_module(f"rapport.{app}.events")).items()
        found |= {value for name, value in names if name.isupper() and isinstance(value, str)}
    return found


def test_what_is_published_is_told_or_quiet_for_a_reason():
    assert get_resolver().url_patterns, "the apps register their sentences with their routes"
    told, quiet = set(timeline._tellers), set().union(*QUIET.values())
    assert published() - told - quiet == set(), "give it a sentence in its app's stories"
    assert quiet & told == set(), "told after all"
    assert quiet - published() == set(), "nobody publishes it"
