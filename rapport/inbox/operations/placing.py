"""Decide which conversation a mail goes to, and in what standing its sender is there.

The rules stand in `engine.mail.threads`, as a table; here is found out what leads somewhere and as
whom the sender stands to it. Who speaks is decided by From alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapport.engine.mail import Parsed, threads
from rapport.engine.mail.threads import Lead, Step, Who
from rapport.inbox import reply_addresses
from rapport.inbox.models import Conversation, Mention, Participant
from rapport.inbox.operations.senders import Sender
from rapport.inbox.queries import leading
from rapport.inbox.queries.led_to import led_to
from rapport.projects.models import Project
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
    # A new one belongs to it.
    project: Project | None = None
    participants: dict[str, Participant] = field(default_factory=dict)
    is_unverified: bool = False
    # A message with this very id is here already, or one that names it.
    is_known: bool = False
    is_mentioned: bool = False
    # Conversations that this mail shows to be the same: of an archive, and live ones.
    absorb: tuple[int, ...] = ()
    reunites: tuple[int, ...] = ()


def parents_of(parsed: Parsed, also: Sequence[str] = ()) -> tuple[str, ...]:
    """The ids a mail may answer, nearest first, as far as we follow them."""
    names = (*parsed.parents[:MOST_NAMES], *also)
    return tuple(name for name in names if len(name) <= 500)


def place(
    parsed: Parsed, sender: Sender, *, is_history: bool, epoch: int, aliases: Sequence[int] = ()
) -> Place:
    """Find the conversation by what the mail names, or else by where it was sent."""
    own = parsed.message_id if len(parsed.message_id) <= 500 else ""
    seen: dict[str, tuple[int, bool]] = {}

    def index(names: Sequence[str]) -> Mapping[str, int]:
        for name, home, is_own in _MENTIONED(list(names)) if names else ():
            seen[name] = (home, is_own)
        return {name: home for name, (home, _) in seen.items()}

    found = threads.place(own, parents_of(parsed, sender.reported_ids), index)
    if found.into is None:
        signed = _by_signed_address(parsed, sender, epoch)
        return signed or (Place() if is_history else _by_alias(sender, led_to(aliases)))
    [conversation] = _CONVERSATION(found.into)
    if is_history:
        placed = _in_history(conversation, found.absorb)
    else:
        is_held = seen[found.by][1] and found.by != own
        placed = _placed(conversation, sender, Lead.HELD if is_held else Lead.NAMED)
        placed.reunites = _torn(placed, sender, found.absorb)
    placed.is_mentioned = own in seen
    placed.is_known = placed.is_mentioned and seen[own][1]
    return placed


def _in_history(conversation: Conversation, absorb: tuple[int, ...]) -> Place:
    if not conversation.is_history:
        absorb = ()
    return Place(conversation, participants=_people(conversation), absorb=absorb)


def _placed(conversation: Conversation, sender: Sender, lead: Lead) -> Place:
    people = _people(conversation)
    who = _as_whom(conversation, sender, people)
    step = threads.step(lead, who)
    if step is Step.JOIN_SIDE:
        side = _ON_THE_SIDE.first(conversation.pk, sender.email)
        return Place(side, participants=_people(side))
    if step in (Step.JOIN, Step.JOIN_UNVERIFIED):
        unverified = step is Step.JOIN_UNVERIFIED
        return Place(conversation, participants=people, is_unverified=unverified)
    return Place(resembles=conversation if step is Step.RESEMBLE else None)


def _torn(placed: Place, sender: Sender, others: Sequence[int]) -> tuple[int, ...]:
    """Of the conversations in which this mail is named, those that go on with the one it joins."""
    if placed.into is None or not others:
        return ()
    here = _as_whom(placed.into, sender, placed.participants)
    found = Conversation.objects.live().filter(pk__in=others, is_history=False)
    return tuple(
        one.pk
        for one in found
        if threads.reunites(here, _as_whom(one, sender, _people(one)))
    )  # fmt: skip


def _as_whom(conversation: Conversation, sender: Sender, people: Mapping[str, Participant]) -> Who:
    if (who := _plainly(sender)) is not None:
        return who
    known = people.get(sender.email)
    if known is not None:
        return Who.PARTICIPANT if known.is_verified or known.removed_at else Who.UNCONFIRMED
    if _ON_THE_SIDE.first(conversation.pk, sender.email):
        return Who.ASIDE
    return _of_client(sender, conversation.client_id)


def _plainly(sender: Sender) -> Who | None:
    """Who they are wherever the mail leads."""
    if sender.is_suspicious:
        return Who.DISPROVED
    if sender.is_report:
        return Who.REPORT
    return Who.OURS if sender.is_staff else None


def _of_client(sender: Sender, client: int | None) -> Who:
    if sender.client is None:
        return Who.STRANGER
    return Who.OF_CLIENT if sender.client.pk == client else Who.OF_ANOTHER


def _by_signed_address(parsed: Parsed, sender: Sender, epoch: int) -> Place | None:
    """By the signed reply address; one made before a restore only resembles."""
    addresses = [address.email for address in (*parsed.to, *parsed.cc)]
    token = reply_addresses.find([*addresses, *parsed.delivered_to])
    if token is None:
        return None
    rows = Conversation.objects.filter(token=token.token).select_related("merged_into")
    found: Conversation | None = rows.first()
    if found is None:
        return None
    lead = Lead.SIGNED if token.epoch == str(epoch) else Lead.OUTDATED
    return _placed(leading.whole(found), sender, lead)


def _by_alias(sender: Sender, there: Conversation | Project | None) -> Place:
    """By an address that was given to a conversation or a project."""
    if there is None:
        return Place()
    if isinstance(there, Conversation):
        return _placed(there, sender, Lead.OWN_ADDRESS)
    who = _plainly(sender) or _of_client(sender, there.client_id)
    step = threads.step(Lead.PROJECT_ADDRESS, who)
    if step is Step.BEGIN:
        return Place()
    return Place(project=there, is_unverified=step is Step.BEGIN_THERE_UNVERIFIED)


def _people(conversation: Conversation) -> dict[str, Participant]:
    return {participant.email: participant for participant in _PARTICIPANTS(conversation.pk)}
