"""What we asked of them: approve or refuse, and answer."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.delivery.models import Deliverable
from rapport.delivery.operations import deciding
from rapport.delivery.operations.deciding import Word
from rapport.delivery.queries.versions import versions
from rapport.lib.refusal import Refused
from rapport.outreach.forms import AnswerForm
from rapport.outreach.models import Question
from rapport.outreach.operations import asking
from rapport.portal.access import portal_view
from rapport.portal.forms import DecisionForm
from rapport.portal.requests import PortalRequest


@portal_view(methods=("GET", "POST"))
def deliverable(request: PortalRequest, number: int) -> HttpResponse:
    """Look at a version; POST approves or refuses it."""
    rows = Deliverable.objects.visible_to(request.reader).select_related("project", "workspace")
    found = get_object_or_404(rows, number=number)
    refusal = _decide(request, found) if request.method == "POST" else ""
    if request.method == "POST" and not refusal:
        messages.info(request, _("Thank you. We have noted it."))
        return redirect("portal.deliverable", slug=request.workspace.slug, number=number)
    found.refresh_from_db()
    context = {
        "deliverable": found,
        "versions": versions(found),
        "refusal": refusal,
        "comment": request.POST.get("comment", ""),
    }
    return render(request, "portal/deliverable.html", context, status=422 if refusal else 200)


def _decide(request: PortalRequest, found: Deliverable) -> str:
    """The sentence of a refusal, or nothing."""
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _("Please choose whether you approve it.")
    said = form.cleaned_data
    word = Word(request.contact, said["version"], said["comment"])
    decide = deciding.approve if said["decision"] == "approve" else deciding.refuse
    try:
        decide(found, word, at=timezone.now())
    except Refused as refusal:
        return str(refusal)
    return ""


@portal_view(methods=("GET", "POST"))
def question(request: PortalRequest, number: int) -> HttpResponse:
    """Answer one question."""
    rows = Question.objects.visible_to(request.reader).select_related("project", "asked_by__user")
    found = get_object_or_404(rows, number=number)
    refusal = ""
    if request.method == "POST":
        form = AnswerForm(request.POST)
        words = form.answer() if form.is_valid() else ""
        try:
            asking.answer(found, answer=words, by=request.contact, at=timezone.now())
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.info(request, _("Thank you. We have your answer."))
            return redirect("portal.home", slug=request.workspace.slug)
    context = {"question": found, "refusal": refusal}
    return render(request, "portal/question.html", context, status=422 if refusal else 200)
