"""What concerns questions to clients."""

from rapport.lib.permissions import permission
from rapport.lib.roles import EVERYONE, WORKERS

SEE_QUESTIONS = permission("questions.see", EVERYONE)
ASK = permission("questions.ask", WORKERS)
