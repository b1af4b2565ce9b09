"""The request as a staff view gets it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from rapport.accounts.models import Member
from rapport.lib.reader import Reader
from rapport.workspaces.models import Workspace


class StaffRequest(HttpRequest):
    """A request of a member in a workspace; filled by `staff_view` (for typing)."""

    htmx: HtmxDetails
    workspace: Workspace
    member: Member
    reader: Reader
