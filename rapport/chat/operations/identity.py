"""Who somebody is who chats: what their browser shows of it, and what is made of that by the rules
in `engine.mail.threads`.

The frame gets no cookie of the portal or of the company's site, and trusts no name that a page
hands it. It gets a note: our portal's own, good for a while, for one workspace and one session
epoch; or a token that the site's server signed with the secret of this chat.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from rapport.channels.models import Handle
from rapport.channels.operations import deliveries
from rapport.chat.models import SiteSecret, Visitor, Widget
from rapport.clients.models import Contact
from rapport.engine.mail.threads import Shown
from rapport.integrations import identity_tokens, sealing
from rapport.integrations.signatures import Forged

SALT = "rapport.chat.identity"
HOLDS_SECONDS = 12 * 3600
LONGEST = identity_tokens.LONGEST
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Proof:
    """What was shown, and what it says; only of a person is the address proved."""

    shown: Shown = Shown.SESSION
    email: str = ""
    name: str = ""
    contact: Contact | None = None


def vouch(contact: Contact) -> str:
    """The note that a page of the portal hands on."""
    words = [contact.workspace_id, contact.pk, contact.session_epoch]
    return signing.dumps(words, salt=SALT)


def read(note: str, widget: Widget, *, at: datetime) -> Proof:
    """What a page handed on says of whoever looks at it; a token has three parts with dots."""
    if not note:
        return Proof()
    if note.count(".") == 2:
        return _by_site(note, widget, at)
    contact = _by_portal(note, widget)
    if contact is None:
        return Proof(Shown.FORGED)
    return Proof(Shown.PORTAL, contact.email.lower(), contact.name, contact)


def is_another(visitor: Visitor, proof: Proof) -> bool:
    """Whether this session was proved, or said by one of us, to be somebody else's."""
    known = visitor.handle.contact
    if visitor.proved:
        return str(visitor.proved) != proof.email
    return known is not None and known != proof.contact


def handle_of(widget: Widget, proof: Proof) -> Handle | None:
    """Under which this person is known here already, from another of their browsers."""
    rows = Handle.objects.filter(channel=widget.channel, visitors__proved=proof.email)
    found: Handle | None = rows.select_related("contact", "workspace").order_by("-pk").first()
    if found is None or found.contact not in (None, proof.contact):
        return None
    return found


def _by_site(note: str, widget: Widget, at: datetime) -> Proof:
    try:
        said = identity_tokens.read(note, _secrets(widget, at), at=at.timestamp())
    except Forged:
        # Shown beside the channel, so that whoever builds it in sees that it does not fit.
        deliveries.refuse(widget.channel, at=at)
        return Proof(Shown.FORGED)
    name = " ".join(said.name.replace("\0", "").split())[:LONGEST_NAME]
    if not _is_address(said.email):
        return Proof(Shown.UNPROVED, "", name)
    if not said.is_proved:
        return Proof(Shown.UNPROVED, said.email, name)
    rows = Contact.objects.with_address(said.email).filter(client__binned_at=None, erased_at=None)
    return Proof(Shown.SIGNED, said.email, name, rows.select_related("client").first())


def _secrets(widget: Widget, at: datetime) -> list[str]:
    rows = SiteSecret.objects.filter(widget=widget).holding(at).order_by("-pk")
    found = []
    for sealed in rows.values_list("sealed", flat=True):
        try:
            found.append(str(sealing.unseal(sealed)["secret"]))
        except (sealing.Unsealable, KeyError):
            continue
    return found


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= 254


def _by_portal(note: str, widget: Widget) -> Contact | None:
    """Nobody where it is forged, old, of another workspace, or outlived by a new epoch."""
    try:
        words = signing.loads(note[:500], salt=SALT, max_age=HOLDS_SECONDS)
    except signing.BadSignature:
        return None
    workspace_id, pk, epoch = words
    if workspace_id != widget.workspace_id or not widget.is_in_portal:
        return None
    rows = Contact.objects.live().filter(pk=pk, session_epoch=epoch, erased_at=None)
    found: Contact | None = rows.filter(client__binned_at=None).select_related("client").first()
    return found
