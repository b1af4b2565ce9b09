"""Their conversations with us, and new messages."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.accounts import limits
from rapport.files.models import StoredFile
from rapport.files.operations import files
from rapport.inbox.models import Conversation
from rapport.inbox.operations import portal_messages
from rapport.inbox.queries import leading
from rapport.lib.refusal import Refused
from rapport.portal.access import portal_view
from rapport.portal.forms import MessageForm, ReplyForm
from rapport.portal.queries.messages import shown
from rapport.portal.queries.needs import task_of
from rapport.portal.requests import PortalRequest
from rapport.ui.paging import paged

A_PAGE = 50
MESSAGES_AN_HOUR = 60
MOST_FILES = 10


@portal_view()
def conversations(request: PortalRequest) -> HttpResponse:
    """Those they take part in, the latest first."""
    rows = Conversation.objects.visible_to(request.reader).filter(set_aside_at=None)
    pages = paged(rows.order_by("-last_message_at", "-pk"), A_PAGE, request.GET.dict())
    return render(request, "portal/conversations.html", pages)


@portal_view(methods=("GET", "POST"))
def conversation(request: PortalRequest, number: int) -> HttpResponse:
    """Read it, and write one more message."""
    found = _found(request, number)
    if found.number != number and request.method == "GET":
        return redirect("portal.conversation", slug=request.workspace.slug, number=found.number)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            _send(request, found, text=form.cleaned_data["text"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, _("Sent."))
            return redirect("portal.conversation", slug=request.workspace.slug, number=found.number)
    context = {"conversation": found, "shown": shown(found, request.contact), "form": form}
    return render(
        request, "portal/conversation.html", context, status=422 if form.is_bound else 200
    )


@portal_view(methods=("GET", "POST"))
def write(request: PortalRequest) -> HttpResponse:
    """Begin a conversation."""
    if request.method == "GET":
        form = MessageForm(contact=request.contact, initial=_proposed(request))
        return render(request, "portal/write.html", {"form": form})
    form = MessageForm(request.POST, contact=request.contact)
    if form.is_valid():
        said = form.cleaned_data
        try:
            with transaction.atomic():
                made = _send(request, None, text=said["text"], subject=said["subject"])
                portal_messages.about_project(made, said["project"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.info(request, _("Sent. You find our answer here and in your mail."))
            return redirect("portal.conversation", slug=request.workspace.slug, number=made.number)
    return render(request, "portal/write.html", {"form": form}, status=422)


def _found(request: PortalRequest, number: int) -> Conversation:
    """The one with this number, or the one into which it went."""
    rows = Conversation.objects.visible_to(request.reader)
    found: Conversation | None = rows.filter(number=number).first()
    return found or get_object_or_404(rows, number=leading.number_now(number) or 0)


class TooMuch(Refused):
    """More messages in an hour than a person writes."""


@transaction.atomic
def _send(
    request: PortalRequest, conversation: Conversation | None, *, text: str, subject: str = ""
) -> Conversation:
    who = str(request.contact.pk)
    if not limits.allow("portal.write", who, limit=MESSAGES_AN_HOUR, seconds=3600):
        raise TooMuch(_("Those were many messages. Please go on in a while."))
    message = portal_messages.receive(
        conversation, contact=request.contact, text=text, subject=subject,
        files=tuple(_stored(request)), at=timezone.now(),
    )  # fmt: skip
    return message.conversation


def _stored(request: PortalRequest) -> list[StoredFile]:
    return [
        files.store(
            request.workspace, name=upload.name or "", content=upload, by=request.contact,
            at=timezone.now(), content_type=upload.content_type or "",
        )
        for upload in request.FILES.getlist("files")[:MOST_FILES]
    ]  # fmt: skip


def _proposed(request: PortalRequest) -> dict[str, str]:
    """The project, and the task of theirs, that the link came from."""
    key, number = request.GET.get("project", ""), request.GET.get("task", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    task = task_of(request.contact, key, int(number)) if is_number else None
    return {"project": key, "subject": task.name if task else ""}
