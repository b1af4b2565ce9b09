"""Say to whom a letter of the system was for that a mail server refused it for good."""

from datetime import datetime

from rapport.accounts.operations import invitations
from rapport.inbox.models import Dispatch, Outbound
from rapport.lib.logs import discreet

REFUSED = ("refused: ", "bounced: ")


def say(mail: Outbound, *, at: datetime) -> None:
    """Of a letter with a key: it may be an invitation. What the server said is kept without the
    address, which the invitation bears itself."""
    if not isinstance(mail, Dispatch) or not mail.holds_key:
        return
    for address, said in mail.recipients.items():
        if said.startswith(REFUSED):
            because = discreet(said.partition(": ")[2]).strip()
            invitations.came_back(address, because, written_at=mail.created_at, at=at)
