"""Edit one field of a task in place."""

from typing import Any

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.models import Member
from rapport.accounts.requests import StaffRequest
from rapport.lib.refusal import Refused
from rapport.projects.models import Task
from rapport.projects.permissions import WORK_ON_TASKS
from rapport.projects.views.field_values import require_known
from rapport.projects.views.loading import hold, task_of, undo_url
from rapport.projects.views.task_fields import FIELDS, FOLLOW, Field
from rapport.ui.edits import changed_meanwhile
from rapport.ui.toasts import toast

NOT_FIELDS = ("csrfmiddlewaretoken", "was")


def _is_based_on_another(request: StaffRequest, field: Field, task: Task) -> bool:
    held = field.value(task)
    return request.POST.get("was", held).strip() != held.strip()


def _said(field: Field, task: Task) -> dict[str, Any]:
    return {"text": str(field.text(task)), "value": field.value(task)}


@staff_view(WORK_ON_TASKS, methods=("POST",))
def edit(request: StaffRequest, key: str, number: int) -> HttpResponse:
    """Write the one field that was sent; a name outside the list changes nothing.

    `was` says on which value the new one is based. Where somebody has written another one
    meanwhile, nothing is written, and the answer says theirs.
    """
    task = task_of(request, key, number)
    names = [name for name in request.POST if name not in NOT_FIELDS]
    if len(names) != 1 or names[0] not in FIELDS:
        return JsonResponse({"error": _("There is no such field.")}, status=400)
    field = FIELDS[names[0]]
    try:
        with transaction.atomic():
            hold(task)
            value = field.parse(request.POST[names[0]], task)
            if isinstance(value, Member):
                require_known(value, request.reader)
            if _is_based_on_another(request, field, task):
                return changed_meanwhile(str(field.text(task)), field.value(task))
            act = field.write(task, value, by=request.member, at=now())
    except Refused as refusal:
        return JsonResponse({"error": str(refusal)}, status=422)
    answer = _said(field, task)
    if names[0] in FOLLOW:
        rest = [name for name in FOLLOW if name != names[0]]
        answer["others"] = {name: _said(FIELDS[name], task) for name in rest}
    response = JsonResponse(answer)
    if isinstance(act, int):
        undo = undo_url(request, task.project, act)
        return toast(request, response, _("Changed."), undo=undo)
    return response
