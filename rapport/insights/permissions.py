"""Who sees figures. A person's own figures are for that person and for those who manage: nobody
compares colleagues, and nobody is measured in secret."""

from rapport.lib.permissions import permission
from rapport.lib.roles import MANAGERS, STAFF

SEE_INSIGHTS = permission("insights.see", STAFF)
SEE_PEOPLE = permission("insights.see_people", MANAGERS)
