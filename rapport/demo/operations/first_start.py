"""What `rapport serve` does and prints on a first start."""

from django.utils.timezone import localdate, now

from rapport.accounts import start_token
from rapport.accounts.models import Member
from rapport.clients.models import Contact
from rapport.demo.operations import keys
from rapport.demo.story.telling import SEED, tell
from rapport.lib.roles import Role
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace


def make_demo_once() -> None:
    """Make the demo unless there is one, or real work has begun here without it."""
    if Workspace.objects.exists():
        return
    print("Telling the demo's story …", flush=True)  # noqa: T201 - a command line's progress
    tell(seed=SEED, today=localdate())


def sign_in_lines(address: str) -> list[str]:
    """One-time links into the demo, for staff and for a client; none without a demo."""
    workspace = Workspace.objects.filter(is_demo=True).first()
    if workspace is None:
        return []
    with open_workspace(workspace.pk):
        people: list[tuple[str, Member | Contact | None]] = [
            ("Demo, as the project manager", _staff()),
            ("Demo, as a client", Contact.objects.live().order_by("pk").first()),
        ]
        return [
            f"{label:<30} {address}/demo/{keys.make(person, at=now())}/"
            for label, person in people
            if person is not None
        ]


def start_link(address: str) -> str:
    """Where the owner of a real workspace begins."""
    return start_token.url() or address


def _staff() -> Member | None:
    rows = Member.objects.active().filter(role__in=[Role.MANAGER, Role.OWNER])
    return rows.order_by("-role", "pk").first()
