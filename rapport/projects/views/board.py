"""The board: tasks by state, in lanes, within limits."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.models import Member
from rapport.accounts.requests import StaffRequest
from rapport.projects import marks
from rapport.projects.models import ColumnLimit, Project, Task
from rapport.projects.models.column_limit import MOST
from rapport.projects.operations import board, column_limits
from rapport.projects.permissions import SEE_PROJECTS, WORK_ON_TASKS
from rapport.projects.queries.columns import PART, PERSON, board_of
from rapport.projects.queries.people import assignable
from rapport.projects.task_days import days_of
from rapport.projects.views.loading import project_of, project_page, task_named, task_of
from rapport.ui.edits import changed_meanwhile
from rapport.ui.toasts import toast


@staff_view(SEE_PROJECTS)
def page(request: StaffRequest, key: str) -> HttpResponse:
    """The columns, with a card a task; with ?by=person or ?by=part in lanes."""
    project = project_of(request, key)
    by = request.GET.get("by", "")
    drawn = board_of(project, by)
    context = project_page(request, project, "projects.board") | {
        "board": drawn,
        "days": days_of(project, [task.pk for task in drawn.cards()]),
        "marks": marks.borne_in(project),
        "by": by if by in (PERSON, PART) else "",
        "ways": [("", _("One board")), (PERSON, _("By person")), (PART, _("By part"))],
        "states": Task.State.choices,
        "members": assignable(request.reader),
    }
    return render(request, "projects/board.html", context)


@staff_view(WORK_ON_TASKS, methods=("POST",))
def place(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Put a card into a column, after another; with `person` into that person's lane."""
    task = task_of(request, key, number)
    state = request.POST.get("state", "")
    if state not in Task.State.values:
        return JsonResponse({"error": _("There is no such column.")}, status=400)
    after = task_named(task.project, request.POST.get("after", ""))
    where = board.Spot(state, after, *_hands(request))
    board.place(task, where, by=request.member, at=now())
    return JsonResponse({"state": state})


@staff_view(WORK_ON_TASKS, methods=("POST",))
def limit(request: StaffRequest, key: str, state: str) -> HttpResponse:
    """Let a column hold so many; nothing or 0 lifts the limit."""
    project = project_of(request, key)
    if state not in Task.State.values:
        raise Http404
    said = request.POST.get("most", request.GET.get("most", "")).strip() or "0"
    if not said.isascii() or not said.isdigit() or int(said[:9]) > MOST:
        error = _("A limit is a number from 1 to %(most)s, or nothing.") % {"most": MOST}
        return JsonResponse({"error": error}, status=422)
    held = _limit_of(project, state)
    if request.POST.get("was", held).strip() != held:
        return changed_meanwhile(_limit_in_words(held), held)
    was = column_limits.limit(project, state, int(said) or None, by=request.member, at=now())
    kept = _limit_of(project, state)
    response = JsonResponse({"text": _limit_in_words(kept), "value": kept})
    here = reverse("projects.column_limit", args=[request.workspace.slug, key, state])
    return toast(request, response, _("Changed."), undo=f"{here}?most={was or ''}")


def _limit_of(project: Project, state: str) -> str:
    rows = ColumnLimit.objects.filter(project=project, state=state)
    return next((str(most) for most in rows.values_list("most", flat=True)), "")


def _limit_in_words(most: str) -> str:
    return _("of %(most)s") % {"most": most} if most else _("no limit")


def _hands(request: StaffRequest) -> tuple[bool, Member | None]:
    """Whether the card went to another lane of people, and whose that is."""
    named = request.POST.get("person")
    if named is None:
        return False, None
    if not named:
        return True, None
    found = next((one for one in assignable(request.reader) if str(one.pk) == named), None)
    if found is None:
        raise Http404
    return True, found
