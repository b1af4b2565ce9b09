"""What is talked about on the side of a conversation: begin it, see it, answer in it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts.access import staff_view
from rapport.accounts.models import Member
from rapport.accounts.requests import StaffRequest
from rapport.files import disk
from rapport.files.models import StoredFile
from rapport.files.operations import files
from rapport.inbox import side_forms
from rapport.inbox.models import Conversation, Department, DepartmentRequest, Participant
from rapport.inbox.operations import drafts, requests, sides
from rapport.inbox.operations.letters import Letter
from rapport.inbox.permissions import ANSWER_INSIDE, REPLY, SEE_INBOX
from rapport.inbox.queries import parties
from rapport.inbox.queries import sides as asked
from rapport.inbox.side_forms import SideForm
from rapport.inbox.views.loading import back, conversation_of, refused
from rapport.lib.refusal import Refused
from rapport.lib.roles import Role
from rapport.ui.toasts import toast
from rapport.workspaces.operations import submissions
from rapport.workspaces.operations.submissions import DoneAlready

MOST_FILES = 20


@staff_view(SEE_INBOX)
def panel(request: StaffRequest, number: int) -> HttpResponse:
    """What is talked about on the side of this one."""
    main = conversation_of(request, number)
    may_begin = REPLY.held_by(request.member.role) and not main.is_side
    found = [] if main.is_side else asked.of(main, request.reader)
    if not found and not may_begin:
        return HttpResponse(status=204)
    context = {"conversation": main, "sides": found, "may_begin": may_begin}
    return render(request, "inbox/_sides.html", context)


@staff_view(REPLY, methods=("GET", "POST"))
def begin(request: StaffRequest, number: int) -> HttpResponse:
    """Choose whom, quote what they are to see, look at it, send it."""
    main = conversation_of(request, number)
    whom = request.POST.get("with") or request.GET.get("with", "")
    form = _form(request, main, whom if whom in dict(side_forms.WITH) else side_forms.OUTSIDE)
    if request.method == "GET":
        return _page(request, main, form)
    if "quotes" in request.POST:
        return _page(request, main, _with_quotes(request, main, form))
    if not form.is_valid():
        return _page(request, main, form, status=422)
    try:
        side = _sent(request, main, form)
    except DoneAlready:
        return back(request, main)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, main, form, status=422)
    said = _("Sent, on the side. The client sees nothing of it.")
    return toast(request, back(request, side), said)


@staff_view(ANSWER_INSIDE, methods=("POST",))
def answer(request: StaffRequest, number: int) -> HttpResponse:
    """What somebody says who was asked here."""
    side = conversation_of(request, number)
    text = request.POST.get("text", "").replace("\x00", "")[:500_000]
    key = request.POST.get("once", "")[:100]
    once = submissions.digest_of(key, request.member.pk, request.path, text) if key else ""
    try:
        sides.answer(side, text=text, by=request.member, at=now(), once=once)
    except DoneAlready:
        return back(request, side)
    except Refused as refusal:
        return refused(request, side, refusal)
    return toast(request, back(request, side), _("Answered. Whoever asked has it now."))


@staff_view(REPLY, methods=("POST",))
def bridge(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Put a sentence that explains the wait into one's own answer, to be looked at."""
    main = conversation_of(request, number)
    rows = DepartmentRequest.objects.filter(conversation__side_of=main)
    found = get_object_or_404(rows.select_related("department"), pk=min(pk, 2**62))
    language, zone = _manner(request, main)
    with translation.override(language), timezone.override(zone):
        sentence = asked.bridge(found, at=now())
    drafts.add(main, text=sentence, by=request.member, at=now())
    return toast(request, back(request, main), _("It stands in your answer now. Look at it first."))


def _manner(request: StaffRequest, main: Conversation) -> tuple[str, str]:
    """The language and time zone of whom the answer goes to, else ours."""
    people = Participant.objects.filter(conversation=main, is_verified=True).exclude(contact=None)
    person = people.select_related("contact").order_by("pk").first()
    known = person.contact if person else None
    here = known or request.workspace
    return here.language, here.time_zone


def _form(request: StaffRequest, main: Conversation, whom: str) -> SideForm:
    # A guest sees no more than their projects.
    people = Member.objects.active().exclude(role=Role.GUEST).exclude(pk=request.member.pk)
    people = people.select_related("user")
    departments = Department.objects.open().order_by("name")
    subject = main.subject if whom != side_forms.OUTSIDE else ""
    return SideForm(
        request.POST if request.method == "POST" else None, whom=whom,
        people=people.order_by("user__name", "pk"), departments=departments,
        initial={"subject": subject[:300]},
    )  # fmt: skip


def _with_quotes(request: StaffRequest, main: Conversation, form: SideForm) -> SideForm:
    """The same form, not yet judged, with the chosen messages under what is written."""
    quote = asked.quoted(main, request.POST.getlist("quote"))
    written = request.POST.get("text", "").replace("\x00", "").rstrip()
    typed = {name: request.POST.get(name, "") for name in ("to", "cc", "department", "subject")}
    typed["text"] = f"{written}\n\n{quote}" if written and quote else written or quote
    shown = _form(request, main, form.whom)
    shown.is_bound = False
    shown.initial = typed | {"colleagues": request.POST.getlist("colleagues")}
    return shown


def _sent(request: StaffRequest, main: Conversation, form: SideForm) -> Conversation:
    words, at = form.cleaned_data, now()
    key = request.POST.get("once", "")[:100]
    once = submissions.digest_of(key, request.member.pk, request.path, words["text"]) if key else ""
    letter = Letter(
        words["text"], words.get("to", ()), words.get("cc", ()), words["subject"],
        tuple(_files(request, main)), once, across="across" in request.POST,
    )  # fmt: skip
    if form.whom == side_forms.OUTSIDE:
        return sides.begin(main, letter=letter, by=request.member, at=at).conversation
    if form.whom == side_forms.COLLEAGUES:
        whom = tuple(words["colleagues"])
        message = sides.ask_colleagues(main, letter=letter, whom=whom, by=request.member, at=at)
        return message.conversation
    return requests.ask(
        main, letter=letter, department=words["department"], by=request.member, at=at
    ).conversation


def _files(request: StaffRequest, main: Conversation) -> list[StoredFile]:
    """New ones, and copies of those of the conversation that were chosen."""
    new = [
        files.store(
            request.workspace, name=upload.name or "", content=upload, by=request.member, at=now(),
            content_type=upload.content_type or "",
        )
        for upload in request.FILES.getlist("files")[:MOST_FILES]
    ]  # fmt: skip
    for attachment in asked.forwarded(main, request.POST.getlist("forward")):
        with disk.open_file(attachment.file) as content:
            new.append(
                files.store(
                    request.workspace, name=attachment.file.name, content=content,
                    by=request.member, at=now(), content_type=attachment.file.content_type,
                )
            )  # fmt: skip
    return new


def _page(
    request: StaffRequest, main: Conversation, form: SideForm, status: int = 200
) -> HttpResponse:
    context = {
        "conversation": main,
        "form": form,
        "with": side_forms.WITH,
        "quotable": asked.quotable(main, request.POST.getlist("quote")),
        "across": _across(main, form),
        "departments": Department.objects.open().exists(),
    }
    return render(request, "inbox/side.html", context, status=status)


def _across(main: Conversation, form: SideForm) -> list[str]:
    """Those of the addressees who belong to the client."""
    if not form.is_bound or not hasattr(form, "cleaned_data") or form.whom != side_forms.OUTSIDE:
        return []
    people = (*form.cleaned_data.get("to", ()), *form.cleaned_data.get("cc", ()))
    return sorted(parties.of_client(main, [email.lower() for _name, email in people]))
