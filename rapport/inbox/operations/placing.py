"""Decide which conversation a mail goes to, and in what standing its sender is there.

Conversations are found by ids that cannot be guessed: Message-IDs we hold, then a signed reply
address. Never by a number or a subject. Who speaks is decided by From alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapport.engine.mail import Parsed, threads
from rapport.inbox import reply_addresses
from rapport.inbox.models import Conversation, Mention, Participant
from rapport.inbox.operations.senders import Sender
from rapport.inbox.queries import leading
from rapport.workspaces.prepared import Question

MOST_NAMES = 60
_MENTIONED = Question(
    lambda names: Mention.objects.filter(identifier__in=names).values_list(
        "identifier", "conversation_id", "is_own"
    )
)
_CONVERSATION = Question(lambda pk: Conversation.objects.filter(pk=pk))
_PARTICIPANTS = Question(lambda pk: Participant.objects.filter(conversation_id=pk))
_ON_THE_SIDE = Question(
    lambda pk, email: Conversation.objects.live().filter(
        side_of=pk,
        pk__in=Participant.objects.filter(email=email, is_verified=True).values("conversation"),
    )
)


@dataclass(slots=True)
class Place:
    """Where a mail goes. `into` None opens a conversation, perhaps one that `resembles` another."""

    into: Conversation | None = None
    resembles: Conversation | None = None
    participants: dict[str, Participant] = field(default_factory=dict)
    is_unverified: bool = False
    # A message with this very id is here already, or one that names it.
    is_known: bool = False
    is_mentioned: bool = False
    # Conversations that an imported mail shows to be the same.
    absorb: tuple[int, ...] = ()


def parents_of(parsed: Parsed, also: Sequence[str] = ()) -> tuple[str, ...]:
    """The ids a mail may answer, nearest first, as far as we follow them."""
    names = (*parsed.parents[:MOST_NAMES], *also)
    return tuple(name for name in names if len(name) <= 500)


def place(parsed: Parsed, sender: Sender, *, is_history: bool, epoch: int) -> Place:
    """Find the conversation by what the mail names."""
    own = parsed.message_id if len(parsed.message_id) <= 500 else ""
    seen: dict[str, tuple[int, bool]] = {}

    def index(names: Sequence[str]) -> Mapping[str, int]:
        for name, home, is_own in _MENTIONED(list(names)) if names else ():
            seen[name] = (home, is_own)
        return {name: home for name, (home, _) in seen.items()}

    found = threads.place(own, parents_of(parsed, sender.reported_ids), index)
    if found.into is None:
        return _by_address(parsed, sender, epoch)
    [conversation] = _CONVERSATION(found.into)
    if is_history:
        placed = _in_history(conversation, found.absorb)
    else:
        held = seen[found.by][1] and found.by != own
        placed = _live(conversation, sender, is_held=held)
    placed.is_mentioned = own in seen
    placed.is_known = placed.is_mentioned and seen[own][1]
    return placed


def _in_history(conversation: Conversation, absorb: tuple[int, ...]) -> Place:
    if not conversation.is_history:
        absorb = ()
    return Place(conversation, None, _people(conversation), absorb=absorb)


def _live(conversation: Conversation, sender: Sender, *, is_held: bool) -> Place:
    """A proved participant joins. Whoever is only talked to on its side is heard there. A stranger
    who names an id that we hold joins as unverified; whoever only shares a name with it, or whose
    From failed its check, begins anew."""
    if sender.is_suspicious:
        return Place(resembles=conversation)
    people = _people(conversation)
    if sender.is_report or sender.is_staff:
        return Place(conversation, None, people)
    known = people.get(sender.email)
    if known is not None and known.is_verified:
        return Place(conversation, None, people)
    if known is None and (side := _ON_THE_SIDE.first(conversation.pk, sender.email)):
        return Place(side, None, _people(side))
    if is_held or known is not None:
        return Place(conversation, None, people, is_unverified=True)
    return Place(resembles=conversation)


def _by_address(parsed: Parsed, sender: Sender, epoch: int) -> Place:
    """By the signed reply address; one made before a restore only resembles."""
    addresses = [address.email for address in (*parsed.to, *parsed.cc)]
    token = reply_addresses.find([*addresses, *parsed.delivered_to])
    if token is None:
        return Place()
    rows = Conversation.objects.filter(token=token.token).select_related("merged_into")
    found: Conversation | None = rows.first()
    if found is None:
        return Place()
    conversation = leading.whole(found)
    if token.epoch != str(epoch):
        return Place(resembles=conversation)
    return _live(conversation, sender, is_held=True)


def _people(conversation: Conversation) -> dict[str, Participant]:
    return {participant.email: participant for participant in _PARTICIPANTS(conversation.pk)}
