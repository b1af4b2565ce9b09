"""The stage: who is on it, what time it is, and the common act after each act."""

from datetime import date, datetime
from random import Random

from django.utils.timezone import now

from rapport.accounts.models import Member
from rapport.clients.models import Client, Contact
from rapport.demo.story.calendar import StoryCalendar
from rapport.events.worker import Worker
from rapport.inbox.models import Dispatch, RawMail
from rapport.inbox.operations import intake, sending
from rapport.projects.models import Project, Task
from rapport.promises.models import Promise
from rapport.resourcing.models import Skill
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace


class Stage:
    """Holds the story's time and its cast; the verbs are in `vocabulary`."""

    def __init__(self, workspace: Workspace, calendar: StoryCalendar, random: Random) -> None:
        self.workspace = workspace
        self.calendar = calendar
        self.random = random
        self.at: datetime = calendar.at(-160, "09:00")
        self.staff: dict[str, Member] = {}
        self.skills: dict[str, Skill] = {}
        self.clients: dict[str, Client] = {}
        self.contacts: dict[str, Contact] = {}
        self.projects: dict[str, Project] = {}
        self.tasks: dict[tuple[str, str], Task] = {}
        self.promises: dict[str, Promise] = {}
        self._worker = Worker(open_workspace)
        self._mails = 0

    def moment(self, offset: int, clock: str) -> datetime:
        """A moment for a script to yield. Nothing of the story lies in the future."""
        return min(self.calendar.at(offset, clock), now())

    def day(self, offset: int) -> date:
        """A day to promise or to plan for."""
        return self.calendar.day(offset)

    def settle(self) -> None:
        """Let listeners react, and let the studio's mail arrive, before the story goes on."""
        self._deliver()
        self._worker.drain()
        self._deliver()
        self._worker.drain()

    def _deliver(self) -> None:
        """Before the outbox would: it knows only today's clock, not the story's."""
        for dispatch in Dispatch.objects.exclude(state=Dispatch.State.SENT):
            sending.deliver_locally(dispatch, at=self.at)

    def receive(self, raw: bytes) -> RawMail:
        """A mail comes in, through the product's own parser."""
        self._mails += 1
        arrival = intake.Arrival(f"demo/{self._mails}", raw, source=RawMail.Source.LMTP)
        [kept] = intake.store_raw([arrival], workspace=self.workspace, at=self.at)
        return intake.settle(kept, at=self.at)

    def next_mail_id(self, domain: str) -> str:
        """A Message-ID of the client's own mail program."""
        return f"<{self.random.getrandbits(64):016x}@{domain}>"
