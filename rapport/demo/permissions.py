"""Who may remove the demo: whoever manages, since the printed sign-in is a manager's."""

from rapport.lib.permissions import permission
from rapport.lib.roles import MANAGERS

REMOVE_DEMO = permission("demo.remove", MANAGERS)
