"""Staff pages of questions to clients."""

from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.bin import undo_url
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Contact
from rapport.clients.views.loading import contact_of
from rapport.lib.refusal import Refused
from rapport.outreach.forms import AnswerForm, QuestionForm
from rapport.outreach.models import Question
from rapport.outreach.operations import asking
from rapport.outreach.permissions import ASK, SEE_QUESTIONS
from rapport.projects.models import Project
from rapport.projects.views.loading import project_of, project_page, task_of
from rapport.ui.toasts import toast

PAGE = "outreach.of_project"
SHOWN = 8


@staff_view(SEE_QUESTIONS)
def of_project(request: StaffRequest, key: str) -> HttpResponse:
    """What we asked in this project, and what they said."""
    return _page(request, project_of(request, key))


@staff_view(ASK, methods=("POST",))
def new(request: StaffRequest, key: str) -> HttpResponse:
    """Ask."""
    project = project_of(request, key)
    form = QuestionForm(request.POST, project=project)
    if form.is_valid():
        try:
            made = asking.ask(form.question(), by=request.member, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("Asked. They get one mail with everything asked within ten minutes.")
            undo = reverse("outreach.withdraw", args=[request.workspace.slug, made.number])
            return toast(request, _back(request, project.key), said, undo=undo)
    return _page(request, project, form)


@staff_view(ASK, methods=("POST",))
def answer(request: StaffRequest, number: int) -> HttpResponse:
    """Note what they said elsewhere, on their behalf."""
    question = _load(request, number)
    form = AnswerForm(request.POST)
    try:
        words = form.answer() if form.is_valid() else ""
        asking.answer(question, answer=words, by=request.member, at=timezone.now())
        said = _("Noted.")
    except Refused as refusal:
        said = str(refusal)
    return toast(request, _back(request, _key(question)), said)


@staff_view(ASK, methods=("POST",))
def withdrawal(request: StaffRequest, number: int) -> HttpResponse:
    """Take it back."""
    question = _load(request, number)
    asking.take_back(question, by=request.member, at=timezone.now())
    undo = undo_url(request.workspace, question)
    return toast(request, _back(request, _key(question)), _("Taken back."), undo=undo)


@staff_view(SEE_QUESTIONS)
def of_task(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """What this task waits to hear from the client, for its page."""
    task = task_of(request, key, number)
    return _card(request, Question.objects.filter(task=task))


@staff_view(SEE_QUESTIONS)
def of_contact(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    """What this person was asked, for their page."""
    person = contact_of(request, key, pk)
    return _card(request, Question.objects.filter(contact=person), of_contact=True)


def _card(
    request: StaffRequest, rows: "QuerySet[Question]", *, of_contact: bool = False
) -> HttpResponse:
    """What waits first, then the newest answers; nothing where nothing was asked."""
    seen = Question.objects.visible_to(request.reader).live().select_related("contact", "project")
    waits_first = F("answered_at").desc(nulls_first=True)
    found = list((rows & seen).order_by(waits_first, "needed_by", "-pk")[:SHOWN])
    if not found:
        return HttpResponse(status=204)
    context = {"questions": found, "of_contact": of_contact, "today": timezone.localdate()}
    return render(request, "outreach/of_record.html", context)


def _load(request: StaffRequest, number: int) -> Question:
    rows = Question.objects.visible_to(request.reader).live().select_related("project")
    found: Question = get_object_or_404(rows, number=number)
    return found


def _key(question: Question) -> str:
    return question.project.key if question.project else ""


def _back(request: StaffRequest, key: str) -> HttpResponse:
    if not key:
        return redirect("projects.index", slug=request.workspace.slug)
    return redirect(PAGE, slug=request.workspace.slug, key=key)


def _page(
    request: StaffRequest, project: Project, form: QuestionForm | None = None
) -> HttpResponse:
    rows = Question.objects.visible_to(request.reader).live().filter(project=project)
    rows = rows.select_related("contact", "task", "asked_by__user", "noted_by__user")
    people = list(Contact.objects.live().filter(client=project.client_id)[:2])
    initial = {"contact": people[0].pk} if len(people) == 1 else {}
    context = project_page(request, project, PAGE) | {
        "waiting": rows.open().order_by("needed_by", "number"),
        "answered": rows.exclude(answered_at=None).order_by("-answered_at")[:100],
        "form": form or QuestionForm(project=project, initial=initial),
        "may_ask": ASK.held_by(request.member.role),
        "today": timezone.localdate(),
    }
    return render(request, "outreach/project.html", context, status=422 if form else 200)
