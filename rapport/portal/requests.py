"""The request as a portal view gets it."""

from django.http import HttpRequest

from rapport.accounts.models import Member
from rapport.clients.models import Contact
from rapport.lib.reader import Reader
from rapport.workspaces.models import Workspace


class PortalRequest(HttpRequest):
    """A request of a signed-in contact; filled by `portal_view` (for typing).

    `portal_root` is where the portal's links begin: /p/<slug>/, or the preview of a contact.
    `previewer` is the member who looks at it as this contact would, else None.
    """

    workspace: Workspace
    contact: Contact
    reader: Reader
    portal_root: str
    previewer: Member | None
