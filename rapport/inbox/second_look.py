"""What a letter is held against before it goes out: whose the addressees are, what the client
asked, which dates they were told, how they want to be spoken to. A fixed number of queries."""

from collections.abc import Iterable, Iterator
from datetime import date

from rapport.clients.models import Contact, Tone
from rapport.clients.models.client import ClientDomain
from rapport.engine import outgoing
from rapport.engine.outgoing import Around, Finding, Person, Told
from rapport.engine.outgoing.dates_told import earlier
from rapport.inbox import told
from rapport.inbox.models import Conversation, Message
from rapport.inbox.operations.letters import Letter
from rapport.inbox.queries.people import AddressBook, look_up
from rapport.lib.reader import Reader
from rapport.workspaces.prepared import Question

People = Iterable[tuple[str, str]]
LAST_LETTERS = 5
LAST_WORDS = 12

_DOMAINS = Question(
    lambda workspace, domains: ClientDomain.objects.filter(
        workspace_id=workspace, domain__in=domains, client__binned_at=None
    ).values_list("domain", "client__name")
)
_LAST = Question(
    lambda conversation: (
        Message.objects.filter(
            conversation=conversation, kind__in=[Message.Kind.IN, Message.Kind.OUT],
            is_unverified=False, is_suspicious=False, is_automatic=False,
        )
        .order_by("-written_at", "-pk")
        .values_list("kind", "visible_text")[:LAST_WORDS]
    )
)  # fmt: skip


def look(
    conversation: Conversation | None, letter: Letter, reader: Reader, *, today: date
) -> tuple[Finding, ...]:
    """What a second pair of eyes would ask about this letter."""
    book = look_up(letter.addresses)
    domains = _domains(reader, letter)
    words = outgoing.Letter(
        letter.text,
        _people(letter.to, book, domains),
        _people(letter.cc, book, domains),
        len(letter.files),
    )
    tone = tone_of(first_contact(letter.to, book))
    formal = tone == Tone.FORMAL if tone else None
    if conversation is None:
        return outgoing.check(words, Around(today, formal=formal))
    last = _LAST(conversation.pk)
    return outgoing.check(
        words,
        Around(
            today,
            asked="\n\n".join(_unanswered(last)),
            told=(*told.of(conversation, reader), *_told_in(last, today)),
            own_party=conversation.client.name if conversation.client else "",
            is_mixed=conversation.is_mixed,
            is_inside=conversation.is_side,
            formal=formal,
        ),
    )


def first_contact(pairs: People, book: AddressBook) -> Contact | None:
    """The first of them whom we know."""
    found = (book.contacts.get(email.lower()) for _name, email in pairs)
    return next((contact for contact in found if contact is not None), None)


def tone_of(contact: Contact | None) -> str:
    """How they want to be spoken to: they themselves, else their company."""
    return str(contact.tone or contact.client.tone) if contact else ""


def _domains(reader: Reader, letter: Letter) -> dict[str, str]:
    domains = list({email.rpartition("@")[2] for email in letter.addresses})
    return dict(_DOMAINS(reader.workspace_id, domains)) if domains else {}


def _people(pairs: People, book: AddressBook, domains: dict[str, str]) -> tuple[Person, ...]:
    found = []
    for name, spelled in pairs:
        email = spelled.lower()
        contact = book.contacts.get(email)
        party = contact.client.name if contact else domains.get(email.rpartition("@")[2], "")
        called = name or (contact.name if contact else "")
        found.append(Person(email, called, party, book.is_ours(email)))
    return tuple(found)


def _unanswered(last: list[tuple[str, str]]) -> list[str]:
    """What the client wrote since our last letter, the oldest first."""
    theirs = []
    for kind, text in last:
        if kind == Message.Kind.OUT:
            break
        theirs.append(text)
    return theirs[::-1]


def _told_in(last: list[tuple[str, str]], today: date) -> Iterator[Told]:
    """Of one day the last letter that named it counts: it may have moved since an earlier one."""
    ours = [text for kind, text in last if kind == Message.Kind.OUT]
    for text in ours[:LAST_LETTERS]:
        yield from earlier(text, today)
