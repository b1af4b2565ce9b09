"""Tie conversations and tasks: from either side, and a task made of one message."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts import letters
from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.models import Conversation, Message
from rapport.inbox.operations import task_ties as tying
from rapport.inbox.permissions import NOTE, SEE_INBOX
from rapport.inbox.queries import task_ties as tied
from rapport.inbox.queries.task_names import named
from rapport.inbox.task_forms import TaskOfMessageForm
from rapport.inbox.views.loading import back, conversation_of
from rapport.lib.keys import key_of
from rapport.projects.models import Task
from rapport.projects.permissions import SEE_PROJECTS, WORK_ON_TASKS
from rapport.projects.views.loading import task_of
from rapport.ui.toasts import toast


@staff_view(SEE_PROJECTS)
def panel(request: StaffRequest, number: int) -> HttpResponse:
    """The tasks beside a conversation."""
    talk = conversation_of(request, number)
    may_tie = NOTE.held_by(request.member.role)
    found = tied.of_conversation(talk, request.reader)
    if not found and not may_tie:
        return HttpResponse(status=204)
    context = {"conversation": talk, "tied": found, "may_tie": may_tie}
    return render(request, "inbox/_tasks.html", context)


@staff_view(SEE_INBOX)
def of_task(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """The conversations on a task's page."""
    task = task_of(request, key, number)
    talks, may_tie = tied.of_task(task, request.reader), NOTE.held_by(request.member.role)
    if not talks.shown and not may_tie:
        return HttpResponse(status=204)
    context = {"task": task, "talks": talks, "may_tie": may_tie}
    return render(request, "inbox/of_task.html", context)


@staff_view(NOTE, methods=("GET", "POST", "DELETE"))
def task(request: StaffRequest, number: int) -> HttpResponse:
    """Ask which task (GET), tie it (POST), or untie it (DELETE, or `?undo=1`)."""
    talk = conversation_of(request, number)
    message = _message(request, talk)
    if request.method == "GET":
        return _offer_tasks(request, talk, message)
    chosen = named(_value(request, "task"), request.reader)
    if chosen is None:
        raise Http404
    undo = f"{request.path}?task={chosen.reference}"
    if request.method == "DELETE" or "undo" in request.GET:
        tying.untie(talk, chosen, by=request.member, at=now())
        said = _("%(task)s is tied to it no more.") % {"task": chosen.reference}
        return toast(request, back(request, talk), said, undo=undo)
    tying.tie(talk, chosen, by=request.member, at=now(), message=message)
    said = _("%(task)s and this conversation lead to each other now.")
    response = back(request, talk)
    return toast(request, response, said % {"task": chosen.reference}, undo=undo + "&undo=1")


@staff_view(NOTE, methods=("GET", "POST", "DELETE"))
def conversation(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """The same from the task's page: which conversation, tie it, untie it."""
    task = task_of(request, key, number)
    if request.method == "GET":
        return _offer_talks(request, task)
    talk = conversation_of(request, key_of(_value(request, "with")))
    undo = f"{request.path}?with={talk.number}"
    if request.method == "DELETE" or "undo" in request.GET:
        tying.untie(talk, task, by=request.member, at=now())
        said = _("#%(number)s is tied to it no more.") % {"number": talk.number}
        return toast(request, _to(request, task), said, undo=undo)
    tying.tie(talk, task, by=request.member, at=now())
    said = _("#%(number)s and this task lead to each other now.") % {"number": talk.number}
    return toast(request, _to(request, task), said, undo=undo + "&undo=1")


@staff_view(WORK_ON_TASKS, methods=("GET", "POST"))
def of_message(request: StaffRequest) -> HttpResponse:
    """A task of a message: filled in (GET), made (POST), or taken back (`?undo=1`)."""
    if request.method == "GET" and "message" not in request.GET:
        return redirect("inbox", slug=request.workspace.slug)
    message = _named_message(request)
    if "undo" in request.GET:
        return _unmake(request, message)
    form = TaskOfMessageForm(request.POST or None, reader=request.reader, message=message)
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "message": message, "conversation": message.conversation}
        return render(
            request, "inbox/task_of_message.html", context, status=422 if form.is_bound else 200
        )
    link = letters.link(reverse("inbox.message", args=[request.workspace.slug, message.pk]))
    made = tying.make(
        message, form.cleaned_data["project"], form.wanted(link), by=request.member, at=now()
    )
    said = _("%(task)s is a task now.") % {"task": made.reference}
    undo = f"{request.path}?message={message.pk}&task={made.reference}&undo=1"
    return toast(request, back(request, message.conversation), said, undo=undo)


@staff_view(SEE_INBOX)
def place(request: StaffRequest, pk: int) -> HttpResponse:
    """To where a message stands now: it may have gone into another conversation."""
    rows = Message.objects.visible_to(request.reader).select_related("conversation")
    message = get_object_or_404(rows, pk=min(pk, 2**62))
    page = reverse("inbox.conversation", args=[request.workspace.slug, message.conversation.number])
    return redirect(f"{page}?all=1#message-{message.pk}")


def _unmake(request: StaffRequest, message: Message) -> HttpResponse:
    made = named(request.GET.get("task", ""), request.reader)
    if request.method != "POST" or made is None or not tied.asks_for(message, made):
        raise Http404
    tying.unmake(message, made, by=request.member, at=now())
    said = _("%(task)s is in the bin for 30 days.") % {"task": made.reference}
    return toast(request, back(request, message.conversation), said)


def _offer_tasks(
    request: StaffRequest, talk: Conversation, message: Message | None
) -> HttpResponse:
    words = _words(request)
    context = {
        "conversation": talk,
        "message": message,
        "words": words,
        "offered": tied.tasks_offered(talk, request.reader, words),
        "action": reverse("inbox.task", args=[request.workspace.slug, talk.number]),
    }
    return render(request, "inbox/tie_task.html", context)


def _offer_talks(request: StaffRequest, task: Task) -> HttpResponse:
    words = _words(request)
    context = {
        "task": task,
        "words": words,
        "offered": tied.talks_offered(task, request.reader, words),
    }
    return render(request, "inbox/tie_conversation.html", context)


def _message(request: StaffRequest, talk: Conversation) -> Message | None:
    """The one that is named, if it is in this conversation."""
    if not (pk := key_of(_value(request, "message"))):
        return None
    found: Message = get_object_or_404(talk.messages, pk=pk)
    return found


def _named_message(request: StaffRequest) -> Message:
    """Of a live conversation that the person may see."""
    rows = Message.objects.visible_to(request.reader).filter(
        conversation__binned_at=None, conversation__merged_into=None
    )
    related = ("conversation__client", "conversation__project", "author__user", "workspace")
    pk = key_of(_value(request, "message"))
    found: Message = get_object_or_404(rows.select_related(*related), pk=pk)
    return found


def _to(request: StaffRequest, task: Task) -> HttpResponse:
    slug = request.workspace.slug
    return redirect("projects.task", slug=slug, key=task.project.key, number=task.number)


def _words(request: StaffRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:200]


def _value(request: StaffRequest, name: str) -> str:
    return request.POST.get(name) or request.GET.get(name, "")
