"""What changes the index.

A message is found in the same moment: indexing it inline costs less than a job about it. The rest
follows a breath later.
"""

from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.inbox.models import Message
from rapport.lib import statistics
from rapport.projects.models import Task
from rapport.search import engines
from rapport.search.models import SearchDocument
from rapport.search.operations import index
from rapport.search.queries import talks as talks

Kind = SearchDocument.Kind
MESSAGES = (
    "message.received", "message.withheld", "message.queued", "message.scheduled",
    "message.undone", "note.written", "call.noted",
)  # fmt: skip
CLIENTS = ("client.created", "client.changed", "client.binned", "client.restored")
CONTACTS = ("contact.created", "contact.changed", "contact.binned", "contact.restored")
# After these many tasks of a project may have come or gone.
MANY_TASKS = (
    "plan.imported", "plan.filled", "tasks.binned", "tasks.restored", "task_series.begun",
    "task_series.changed", "task_series.taken_back",
)  # fmt: skip
PROJECTS = (
    "project.created", "project.changed", "project.binned", "project.restored", *MANY_TASKS,
)  # fmt: skip
PROGRAMMES = (
    "programme.created", "programme.changed", "programme.binned", "programme.restored",
)  # fmt: skip
TASKS = ("task.created", "task.changed")
TASK_TREES = ("task.binned", "task.restored")
CONVERSATIONS = (
    "conversation.linked", "conversation.binned", "conversation.restored",
    "conversation.merged", "conversation.parted", "conversation.split", "participant.confirmed",
)  # fmt: skip


@on(*MESSAGES, inline=True)
def message(event: Event) -> None:
    """Index one message; the facts name it."""
    pk = event.facts["message"]
    if held := event.held(Message, pk):
        index.put_held(Kind.MESSAGE, held, at=event.at)
    else:
        index.put(Kind.MESSAGE, [pk], at=event.at)


@on("message.sent", inline=True)
def sent_elsewhere(event: Event) -> None:
    """One of us answered from a mail program; what is sent from here was indexed when written."""
    if event.facts.get("elsewhere"):
        message(event)


@on(*CONVERSATIONS)
def conversation(event: Event) -> None:
    """A conversation changed client, project or bin, or messages went to another one."""
    both = [event.subject_id, event.facts.get("other", 0)]
    rows = Message.objects.filter(conversation__in=both)
    index.put(Kind.MESSAGE, list(rows.values_list("pk", flat=True)), at=event.at)


@on("mail.imported")
def mail_imported(event: Event) -> None:
    """History came in: index what is not there yet, and let the database see how much it was."""
    index.catch_up(at=event.at)
    statistics.gather()


@on(*CLIENTS)
def client(event: Event) -> None:
    """Index the client."""
    index.put(Kind.CLIENT, [event.subject_id], at=event.at)


@on(*CONTACTS)
def contact(event: Event) -> None:
    """Index the contact."""
    index.put(Kind.CONTACT, [event.subject_id], at=event.at)


@on(*PROJECTS)
def project(event: Event) -> None:
    """Index the project; its tasks too, where many came or went at once."""
    if event.project_id is None:
        return
    index.put(Kind.PROJECT, [event.project_id], at=event.at)
    if event.verb in MANY_TASKS:
        _all_tasks(event)


@on(*PROGRAMMES)
def programme(event: Event) -> None:
    """Index the programme."""
    index.put(Kind.PROGRAMME, [event.subject_id], at=event.at)


@on(*TASKS)
def task(event: Event) -> None:
    """Index the task."""
    index.put(Kind.TASK, [event.subject_id], at=event.at)


@on(*TASK_TREES)
def task_tree(event: Event) -> None:
    """A task goes to the bin with those below it."""
    _all_tasks(event)


@on("tasks.left")
def moved_tasks(event: Event) -> None:
    """Tasks in another project have another reference, and perhaps another client."""
    index.put(Kind.TASK, event.facts["tasks"], at=event.at)


@on("project.merged")
def merged_project(event: Event) -> None:
    """Conversations went to another project with what was said in them, or came back."""
    both = (event.project_id, event.facts["to"])
    rows = Message.objects.filter(conversation__project__in=both)
    index.put(Kind.MESSAGE, list(rows.values_list("pk", flat=True)), at=event.at)


@on("contact.erased")
def erase(event: Event) -> None:
    """Drop the person; their scrubbed conversations tell of themselves."""
    SearchDocument.objects.filter(kind=Kind.CONTACT, record_id=event.subject_id).delete()
    engines.forget_erased_text()


@on("workspace.bin_emptied")
def forget_what_left_the_bin(event: Event) -> None:
    """What was deleted for good is in no page of the index either."""
    engines.forget_erased_text()


@on("conversation.scrubbed")
def forget_text(event: Event) -> None:
    """Index what is left of a conversation, and clear the index's own pages of what was there."""
    conversation(event)
    engines.forget_erased_text()


def _all_tasks(event: Event) -> None:
    rows = Task.objects.filter(project=event.project_id)
    index.put(Kind.TASK, list(rows.values_list("pk", flat=True)), at=event.at)
