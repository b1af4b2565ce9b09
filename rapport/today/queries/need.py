"""One thing that needs a person: what, why, and the one next action."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cached_property

from django.utils.timezone import get_current_timezone, localdate

from rapport.cases.models import Case
from rapport.delivery.models import Deliverable
from rapport.lib.felt import Felt
from rapport.lib.reader import Reader
from rapport.promises.models import Promise
from rapport.today.queries import open_records


@dataclass(frozen=True, slots=True)
class Need:
    """A row of «Needs you». `since` breaks ties: the older the sooner."""

    felt: Felt
    since: datetime
    title: str
    why: str
    action: str
    url: str

    @property
    def tone(self) -> str:
        """Bad for what the client already feels, else a warning."""
        return "bad" if self.felt < Felt.REPLY_DUE else "warn"


@dataclass(frozen=True)
class Desk:
    """Whose page it is, and when. `only_mine` leaves out what belongs to colleagues.

    What several parts of the page look at is read once and lies on the desk.
    """

    reader: Reader
    slug: str
    at: datetime
    only_mine: bool

    def is_mine(self, *member_ids: int | None) -> bool:
        """Mine, or nobody's; everything when the page shows the whole company."""
        owners = [member_id for member_id in member_ids if member_id is not None]
        return not self.only_mine or not owners or self.reader.member_id in owners

    @cached_property
    def today(self) -> tuple[datetime, datetime]:
        """The reader's day, from midnight to midnight."""
        start = datetime.combine(localdate(self.at), time.min, get_current_timezone())
        return start, start + timedelta(days=1)

    @cached_property
    def cases(self) -> list[Case]:
        """Those that are due soon or today, and complaints."""
        return open_records.CASES(self.reader, self.at + open_records.SOON, *self.today)

    @cached_property
    def complaints(self) -> dict[int | None, int]:
        """How many are open, by project."""
        return dict(open_records.COMPLAINTS(self.reader))

    @cached_property
    def promises(self) -> list[Promise]:
        """All that are open, the soonest first."""
        return open_records.PROMISES(self.reader)

    @cached_property
    def sign_offs(self) -> list[Deliverable]:
        """What waits for a client's word or was refused, and what they approved today."""
        return open_records.SIGN_OFFS(self.reader, *self.today)
