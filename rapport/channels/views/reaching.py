"""Write to somebody first, over a channel."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.channels.forms import TextForm
from rapport.channels.models import Channel
from rapport.channels.operations import reaching
from rapport.clients.views.loading import contact_of
from rapport.inbox.operations.letters import Letter
from rapport.inbox.permissions import REPLY
from rapport.lib.refusal import Refused
from rapport.workspaces.operations import submissions


@staff_view(REPLY, methods=("GET", "POST"))
def write(request: StaffRequest, key: str, pk: int, channel: int) -> HttpResponse:
    """A page for a few words; then on to the conversation."""
    person = contact_of(request, key, pk)
    where: Channel = get_object_or_404(Channel.objects.running(), pk=min(channel, 2**62))
    form = TextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        once = request.POST.get("once", "")[:100]
        digest = submissions.digest_of(once, request.member.pk, request.path, text)
        letter = Letter(text, once=digest)
        try:
            message = reaching.write(where, person, letter=letter, by=request.member, at=now())
        except submissions.DoneAlready:
            return redirect("inbox", slug=request.workspace.slug)
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            number = message.conversation.number
            return redirect("inbox.conversation", slug=request.workspace.slug, number=number)
    context = {"contact": person, "channel": where, "form": form}
    return render(request, "channels/write.html", context, status=422 if form.errors else 200)
