"""Labels, priorities, channels and views over the seeded conversations, each in its share."""

import random
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Mod

from rapport.accounts.models import Member
from rapport.inbox.models import Conversation, Following, Label, Labelling, Mailbox
from rapport.inbox.operations import saved_views
from rapport.inbox.operations.saved_views import Kept
from rapport.inbox.queries.question import Question
from rapport.insights.models import ConversationFact, PackedDay
from rapport.insights.models.packed import STALE
from rapport.insights.operations import packing
from rapport.lib.priority import Priority
from rapport.projects.models import Project
from rapport.workspaces.models import Workspace

# Every how many-th conversation bears it.
LABELS = {"bug": 4, "invoice": 20, "renewal": 100, "legal": 1000}
CHANNELS = {"whatsapp": 25, "phone": 100}
PRIORITIES = {Priority.URGENT: 50, Priority.HIGH: 10, Priority.LOW: 7}
VIEWS = {
    "Urgent": "show=waiting&priority=1", "Bugs": "show=all&label={bug}",
    "Legal": "show=all&label={legal}", "By phone": "show=all&channel=phone",
    "Nobody's": "show=waiting&assignee=nobody", "Mine": "show=mine",
    "Old ones": "show=waiting&waits=7d", "One client": "show=all&client=CLIENT7",
}  # fmt: skip


def sort_out(workspace: Workspace, owner: Member, at: datetime) -> None:
    """Spread them by number, so that each is where the others are too."""
    for channel, share in CHANNELS.items():
        _each(share, 3).update(channel=channel)
    for priority, share in PRIORITIES.items():
        _each(share, 1).update(priority=priority)
    _each(30, 5).update(assignee=None)
    _each(40, 11).update(assignee=owner)
    Mailbox.objects.create(
        workspace=workspace, address="sales@bench.example", name="Sales", is_paused=False,
        smtp_host="127.0.0.1", smtp_port=9, smtp_security="none", created_at=at,
    )  # fmt: skip
    for n, mailbox in enumerate(Mailbox.objects.order_by("pk")):
        _each(2, n).update(mailbox=mailbox)
    _project(workspace, at)
    _facts()
    keys = {name: _label(workspace, name, share, at) for name, share in LABELS.items()}
    Following.objects.bulk_create(
        Following(workspace=workspace, conversation=talk, member=owner, since=at)
        for talk in _each(400, 17)
    )
    for name, asks in VIEWS.items():
        pairs = [pair.split("=") for pair in asks.format(**keys).split("&")]
        saved_views.save(Question.of_pairs(pairs), Kept(name), by=owner, at=at)


def _each(share: int, of: int) -> QuerySet[Conversation]:
    rows = Conversation.objects.annotate(rest=Mod(F("number"), share))
    return rows.filter(Q(rest=of % share))


def _project(workspace: Workspace, at: datetime) -> None:
    talk = Conversation.objects.order_by("pk").first()
    project = Project.objects.create(
        workspace=workspace, client=talk.client, key="SITE", name="A site", starts_on=at.date(),
        created_at=at,
    )  # fmt: skip
    Conversation.objects.filter(client=talk.client).update(project=project)


def _facts() -> None:
    """Half the answers within an hour, some after days; the same for the same number."""
    rows = list(ConversationFact.objects.select_related("conversation"))
    for row in rows:
        dice = random.Random(row.conversation.number)
        row.first_reply = int(dice.expovariate(1 / 90))
        if row.resolution is not None:
            row.resolution = row.first_reply + int(dice.expovariate(1 / 600))
            row.reopened = int(dice.random() < 0.1)
    ConversationFact.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["conversation"],
        update_fields=["first_reply", "resolution", "reopened"], batch_size=500,
    )  # fmt: skip
    pack_all()


def pack_all() -> None:
    """The facts have changed behind the back of those who count them."""
    PackedDay.objects.update(layout=STALE)
    packing.pack()


def _label(workspace: Workspace, name: str, share: int, at: datetime) -> int:
    label = Label.objects.create(workspace=workspace, name=name, key=name, created_at=at)
    ids = _each(share, 2).values_list("pk", flat=True)
    Labelling.objects.bulk_create(
        (Labelling(workspace=workspace, label=label, conversation_id=pk, at=at) for pk in ids),
        batch_size=500,
    )
    return label.pk
