"""A conversation and who takes part in it."""

import secrets
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.clients.models import Client, Contact
from rapport.inbox.models.mailbox import Mailbox
from rapport.lib.priority import Priority
from rapport.lib.reader import Reader
from rapport.lib.visibility import Turn
from rapport.projects.models import Project
from rapport.workspaces.models import Binnable, Owned, ScopedManager
from rapport.workspaces.models.owned import BinnableQuerySet

# Not in the bin, and not gone into another one.
LIVE = Q(binned_at=None, merged_into=None)
# Named as the unusual: an index over it holds few.
UNUSUAL_PRIORITY = ~Q(priority=Priority.NORMAL)
UNUSUAL_CHANNEL = ~Q(channel="mail")
# Live, not closed, not set aside, not put off.
OPEN = LIVE & Q(closed_at=None, set_aside_at=None, snoozed_until=None)


def _token() -> str:
    return secrets.token_hex(13)


class ConversationQuerySet(BinnableQuerySet):
    """Questions about conversations."""

    def visible_to(self, reader: Reader) -> Self:
        """Staff: all. Guest: their projects', and of what is talked about on the side that in
        which they take part. Contact: those they are a verified participant of, or their whole
        company's when they see the company and it is not confidential; never one on the side."""
        rows = self.filter(workspace_id=reader.workspace_id)
        if reader.project_ids is not None:
            asked = Participant.objects.filter(
                conversation=OuterRef("pk"), member=reader.member_id, is_verified=True
            )
            theirs = Q(project__in=reader.project_ids)
            rows = rows.filter(theirs & (Q(is_side=False) | Q(Exists(asked))))
        if not reader.is_contact:
            return rows
        mine = Participant.objects.filter(
            conversation=OuterRef("pk"), contact=reader.contact_id, is_verified=True
        )
        company = Contact.objects.filter(pk=reader.contact_id, sees_company=True)
        of_company = Q(client__in=reader.client_ids or (), is_confidential=False)
        of_company &= Q(Exists(company))
        return rows.filter(LIVE, is_side=False).filter(Q(Exists(mine)) | of_company)

    def live(self) -> Self:
        """Not in the bin, and not gone into another one."""
        return self.filter(LIVE)

    def open(self) -> Self:
        """Live, not closed, not set aside, not put off."""
        return self.filter(OPEN)

    def waiting_on(self, turn: str) -> Self:
        """Open conversations in which it is this side's turn."""
        return self.open().filter(turn=turn)


class Conversation(Binnable):
    """An exchange about one matter, whatever the channel."""

    class Channel(models.TextChoices):
        """Where it began."""

        MAIL = "mail", _("E-mail")
        PORTAL = "portal", _("Portal")
        CHAT = "chat", _("Chat")
        SMS = "sms", _("Text message")
        WHATSAPP = "whatsapp", _("WhatsApp")
        TELEGRAM = "telegram", _("Telegram")
        MESSENGER = "messenger", _("Messenger")
        INSTAGRAM = "instagram", _("Instagram")
        X = "x", _("X")
        WEBHOOK = "webhook", _("Other system")
        PHONE = "phone", _("Phone")

    class Aside(models.TextChoices):
        """Why a conversation looks like one that no client waits on."""

        LIST = "list", _("Mailing list or newsletter")
        MACHINE = "machine", _("Sent by a machine")

    number = models.PositiveIntegerField()
    # In the signed reply address; random, so that nobody guesses their way into a thread.
    token = models.CharField(max_length=26, unique=True, default=_token, editable=False)
    channel = models.CharField(max_length=12, choices=Channel, default=Channel.MAIL)
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    client = models.ForeignKey(
        Client, null=True, blank=True, on_delete=models.SET_NULL, db_index=False
    )
    project = models.ForeignKey(
        Project, null=True, blank=True, on_delete=models.SET_NULL, db_index=False
    )
    mailbox = models.ForeignKey(
        Mailbox, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    priority = models.PositiveSmallIntegerField(
        _("priority"), choices=Priority, default=Priority.NORMAL
    )
    assignee = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Why it went to them by itself, in codes and ids; nothing where a person decided.
    given: Any = models.JSONField(null=True)
    turn = models.CharField(max_length=8, choices=Turn, default=Turn.US)
    turn_since = models.DateTimeField()
    preview = models.CharField(max_length=200, blank=True)
    # Whom the list names: who wrote last from outside.
    correspondent = models.CharField(max_length=200, blank=True)
    # Imported history is quiet: no clock, survey, notification or Today entry starts from it.
    is_history = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    last_message_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # Newsletters and suppliers: kept, out of the way.
    set_aside_at = models.DateTimeField(null=True, blank=True)
    # Put off: it comes back then, or as soon as the client writes.
    snoozed_until = models.DateTimeField(null=True, blank=True)
    snoozed_by = models.ForeignKey(
        Member, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # It went into another one, and its number, its reply address and its page lead there.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="absorbed",
        db_index=False,
    )  # fmt: skip
    # Since two became one, people of several clients take part.
    is_mixed = models.BooleanField(default=False)
    # An answer waits here for its moment; the next word of the client holds it.
    sends_later = models.BooleanField(default=False)
    # Somebody follows it.
    is_followed = models.BooleanField(default=False)
    # Tied to a task, or was: who does that hears of the next word.
    has_tasks = models.BooleanField(default=False)
    # A chat went into it: it can be answered there as well as by mail.
    has_chat = models.BooleanField(default=False)
    # On the side of another one, with somebody else: no client ever sees that it exists. It stays
    # one on the side when the other one is gone.
    is_side = models.BooleanField(default=False)
    side_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="sides",
        db_index=False,
    )  # fmt: skip
    # A department of ours has been asked on its side and has not answered: we wait, not the client.
    waits_inside = models.BooleanField(default=False)
    # At the client it is for those who take part alone, whoever else sees the company's.
    is_confidential = models.BooleanField(default=False)
    # Why it might be set aside; a person decides.
    aside_proposal = models.CharField(max_length=10, choices=Aside, blank=True)
    # Whoever began it claims to be somebody that nothing proved, or that was disproved.
    is_suspicious = models.BooleanField(default=False)
    # It named this one, but nothing proved that it belongs there.
    resembles = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ScopedManager.from_queryset(ConversationQuerySet)()
    everywhere = models.Manager.from_queryset(ConversationQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "number"], name="conversation_number")
        ]
        indexes = [
            # One for each filter of the list, in its order: a page reads only its own rows. The
            # widest comes first: of two that serve equally SQLite takes the later.
            models.Index(
                fields=["workspace", "-last_message_at", "-id"],
                condition=LIVE,
                name="inbox_recent",
            ),
            models.Index(
                fields=["workspace", "turn", "turn_since", "id"],
                condition=OPEN,
                name="inbox_turn",
            ),
            models.Index(
                fields=["workspace", "-last_message_at", "-id"], condition=OPEN, name="inbox_open"
            ),
            models.Index(
                fields=["workspace", "assignee", "-last_message_at", "-id"],
                condition=OPEN,
                name="inbox_mine",
            ),
            models.Index(
                fields=["workspace", "-last_message_at", "-id"],
                condition=LIVE & Q(closed_at__isnull=False),
                name="inbox_closed",
            ),
            models.Index(
                fields=["workspace", "-last_message_at", "-id"],
                condition=LIVE & Q(set_aside_at__isnull=False),
                name="inbox_aside",
            ),
            models.Index(
                fields=["workspace", "snoozed_until", "id"],
                condition=LIVE & Q(snoozed_until__isnull=False),
                name="inbox_snoozed",
            ),
            models.Index(
                fields=["snoozed_until"],
                condition=Q(snoozed_until__isnull=False),
                name="inbox_wakes",
            ),
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="inbox_absorbed",
            ),
            models.Index(
                fields=["side_of"], condition=Q(side_of__isnull=False), name="inbox_sides"
            ),
            models.Index(
                fields=["workspace", "turn", "priority", "turn_since", "id"],
                condition=OPEN & UNUSUAL_PRIORITY,
                name="inbox_turn_priority",
            ),
            models.Index(
                fields=["workspace", "channel", "-last_message_at", "-id"],
                condition=LIVE & UNUSUAL_CHANNEL,
                name="inbox_channel",
            ),
            models.Index(
                fields=["workspace", "priority", "-last_message_at", "-id"],
                condition=LIVE & UNUSUAL_PRIORITY,
                name="inbox_priority",
            ),
            models.Index(fields=["mailbox", "-last_message_at", "-id"], name="inbox_by_mailbox"),
            models.Index(fields=["client", "-last_message_at"], name="inbox_client"),
            models.Index(
                fields=["workspace", "-binned_at"],
                condition=Q(binned_at__isnull=False),
                name="inbox_bin",
            ),
            models.Index(fields=["project", "-last_message_at"], name="inbox_project"),
            models.Index(
                fields=["workspace", "aside_proposal"],
                condition=~Q(aside_proposal=""),
                name="inbox_proposals",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Mention(Owned):
    """A Message-ID that some message of a conversation bears or names, so that whoever names it
    next finds the conversation, even where a child came before its parent."""

    identifier = models.CharField(max_length=500)
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="mentions"
    )
    # Whether a message with this very id is here, or it was only named.
    is_own = models.BooleanField(default=False)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "identifier"], name="mention_once")
        ]


class Participant(Owned):
    """An address in a conversation. An unverified one gets no history and triggers nothing."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="participants", db_index=False
    )
    email = models.EmailField(max_length=320)
    name = models.CharField(max_length=200, blank=True)
    contact = models.ForeignKey(
        Contact, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    member = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    # Whether anything goes to them and anything follows from what they write.
    is_verified = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    # Taken out by a person; whoever writes or is brought in again is back.
    removed_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "email"], name="participant_once")
        ]
        indexes = [
            models.Index(fields=["workspace", "email"], name="participant_address"),
            models.Index(fields=["contact"], name="participant_contact"),
        ]
