"""Builders: `make.client(…)`, `make.task(…)`: the least that a test needs, told in one line."""

from datetime import UTC, datetime
from itertools import count

from rapport.accounts.models import Member, User
from rapport.clients.models import Client, Contact
from rapport.files.models import StoredFile
from rapport.inbox.models import Attachment, Conversation, Message, Participant
from rapport.lib.roles import Role
from rapport.projects.models import Project, ProjectMember, Task
from rapport.workspaces.models import Workspace
from rapport.workspaces.operations.numbers import next_number

THEN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
_serial = count(1)


class Make:
    """Builds rows in one workspace; its scope must be open."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace

    @staticmethod
    def workspace(name: str, slug: str) -> Workspace:
        return Workspace.objects.create(name=name, slug=slug, created_at=THEN)

    def member(self, role: Role = Role.MEMBER, name: str = "", email: str = "") -> Member:
        n = next(_serial)
        user = User.objects.create_user(
            email or f"{role}{n}@fernhill.example", "correct horse", name=name or f"{role} {n}"
        )
        return Member.objects.create(workspace=self.workspace, user=user, role=role, joined_at=THEN)

    def client(self, name: str = "", key: str = "") -> Client:
        n = next(_serial)
        return Client.objects.create(
            workspace=self.workspace, name=name or f"Client {n}", key=key or f"C{n}",
            created_at=THEN,
        )  # fmt: skip

    def contact(self, client: Client, name: str = "", email: str = "", **fields) -> Contact:
        n = next(_serial)
        return Contact.objects.create(
            workspace=self.workspace, client=client, name=name or f"Contact {n}",
            email=email or f"contact{n}@client.example", created_at=THEN, **fields,
        )  # fmt: skip

    def project(self, client: Client | None = None, name: str = "", **fields) -> Project:
        n = next(_serial)
        fields.setdefault("key", f"P{n}")
        fields.setdefault("starts_on", THEN.date())
        return Project.objects.create(
            workspace=self.workspace, client=client or self.client(), name=name or f"Project {n}",
            created_at=THEN, **fields,
        )  # fmt: skip

    def task(self, project: Project, name: str = "", **fields) -> Task:
        number = next_number(self.workspace, f"task:{project.pk}")
        fields.setdefault("position", number)
        return Task.objects.create(
            workspace=self.workspace, project=project, number=number,
            name=name or f"Task {number}", created_at=THEN, **fields,
        )  # fmt: skip

    def conversation(self, contact: Contact | None = None, subject: str = "", **fields):
        """A conversation; with a contact it belongs to them and begins with their message."""
        fields.setdefault("client", contact.client if contact else None)
        conversation = Conversation.objects.create(
            workspace=self.workspace, number=next_number(self.workspace, "conversation"),
            subject=subject or "Label proofs", turn_since=THEN, started_at=THEN,
            last_message_at=THEN, **fields,
        )  # fmt: skip
        if contact:
            Participant.objects.create(
                workspace=self.workspace, conversation=conversation, email=contact.email,
                name=contact.name, contact=contact, joined_at=THEN,
            )  # fmt: skip
            self.message(conversation, contact=contact)
        return conversation

    def message(self, conversation: Conversation, text: str = "Hello", **fields) -> Message:
        """A message; by default from the client."""
        contact = fields.get("contact")
        if contact:
            fields.setdefault("from_email", contact.email)
            fields.setdefault("from_name", contact.name)
        fields.setdefault("kind", Message.Kind.IN)
        fields.setdefault("message_id", f"<{next(_serial)}@test.example>")
        return Message.objects.create(
            workspace=self.workspace, conversation=conversation, text=text, visible_text=text,
            written_at=THEN, sent_at=THEN, created_at=THEN, **fields,
        )  # fmt: skip

    def attachment(self, message: Message, file: StoredFile) -> Attachment:
        """A file that hangs on a message."""
        return Attachment.objects.create(workspace=self.workspace, message=message, file=file)

    def on_project(self, project: Project, member: Member) -> ProjectMember:
        """Somebody's place on a project; for a guest also what they may see."""
        return ProjectMember.objects.create(
            workspace=self.workspace, project=project, member=member
        )
