"""The one table of roles: who may be what, from most to least."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """A person's role in one workspace; a client's contact has the role `contact`."""

    OWNER = "owner", _("Owner")
    ADMIN = "admin", _("Admin")
    MANAGER = "manager", _("Manager")
    MEMBER = "member", _("Member")
    FINANCE = "finance", _("Finance")
    VIEWER = "viewer", _("Viewer")
    GUEST = "guest", _("Guest")
    CONTACT = "contact", _("Client contact")


RANK = {role: rank for rank, role in enumerate(reversed(Role))}

OWNERS = frozenset({Role.OWNER})
ADMINS = OWNERS | {Role.ADMIN}
MANAGERS = ADMINS | {Role.MANAGER}
WORKERS = MANAGERS | {Role.MEMBER}
# A guest works, but sees only the projects they are on: `Reader.project_ids` narrows the rows.
HANDS = WORKERS | {Role.GUEST}
MONEY = MANAGERS | {Role.FINANCE}
STAFF = frozenset(Role) - {Role.CONTACT, Role.GUEST}
EVERYONE = frozenset(Role) - {Role.CONTACT}
