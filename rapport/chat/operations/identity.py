"""Prove who somebody is who is signed in to their portal, to the frame of the chat.

The frame gets no cookie of the portal where it stands on another site, and trusts no name that a
page hands it: it gets a signed note, good for a while, for one workspace and one session epoch.
"""

from django.core import signing

from rapport.chat.models import Widget
from rapport.clients.models import Contact

SALT = "rapport.chat.identity"
HOLDS_SECONDS = 12 * 3600


def vouch(contact: Contact) -> str:
    """The note that a page of the portal hands on."""
    words = [contact.workspace_id, contact.pk, contact.session_epoch]
    return signing.dumps(words, salt=SALT)


def proved(note: str, widget: Widget) -> Contact | None:
    """Whom it names; nobody where it is forged, old, of another workspace, or outlived by a new
    epoch."""
    try:
        words = signing.loads(note[:500], salt=SALT, max_age=HOLDS_SECONDS)
    except signing.BadSignature:
        return None
    workspace_id, pk, epoch = words
    if workspace_id != widget.workspace_id or not widget.is_in_portal:
        return None
    rows = Contact.objects.live().filter(pk=pk, session_epoch=epoch, erased_at=None)
    found: Contact | None = rows.filter(client__binned_at=None).first()
    return found
