"""A contact's session in the portal: bound to the workspace and to the contact's epoch.

It lives in the Django session beside a staff sign-in, if there is one, and gives no staff rights.
"""

from django.http import HttpRequest

from rapport.clients.models import Contact

KEY = "portal"


def begin_session(request: HttpRequest, contact: Contact) -> None:
    """Sign a contact in. The session gets a new key, so that a planted one is worth nothing."""
    request.session.cycle_key()
    sessions = dict(request.session.get(KEY, {}))
    sessions[str(contact.workspace_id)] = [contact.pk, contact.session_epoch]
    request.session[KEY] = sessions


def end_session(request: HttpRequest, workspace_id: int) -> None:
    """Sign out of one workspace's portal."""
    sessions = dict(request.session.get(KEY, {}))
    sessions.pop(str(workspace_id), None)
    request.session[KEY] = sessions
    request.session.cycle_key()


def contact_of(request: HttpRequest, workspace_id: int) -> Contact | None:
    """Who is signed in to this workspace's portal; nobody after erasure or a new epoch."""
    known = request.session.get(KEY, {}).get(str(workspace_id))
    if known is None:
        return None
    pk, epoch = known
    contacts = Contact.everywhere.live().filter(workspace_id=workspace_id, erased_at=None)
    found: Contact | None = (
        contacts.select_related("client", "workspace").filter(pk=pk, session_epoch=epoch).first()
    )
    if found is None or found.client.binned_at:
        return None
    return found
