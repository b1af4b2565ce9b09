"""What a visitor does besides writing: type, read, leave, say who they are, take a copy along."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.accounts import client_address, limits
from rapport.chat.forms import AboutForm
from rapport.chat.models import Visitor
from rapport.chat.operations import identity, letters, visits
from rapport.chat.queries.lines import Line, lines_of
from rapport.chat.views.loading import fields_of, problem, text_in, too_many, visitor_view
from rapport.engine.mail.threads import Known
from rapport.lib.access import public_view
from rapport.ui import words
from rapport.workspaces.scope import open_workspace

SAID_AN_HOUR = 10
COPIES_AN_HOUR = 20
PROOFS_AN_HOUR = 120
DECLINES_AN_HOUR = 30


@visitor_view(methods=("POST",))
def doing(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """They type, paused, read as far as that, or leave."""
    fields, at = fields_of(request) or {}, now()
    said = fields.get("doing")
    if said == "typing":
        visits.type_on(visitor, at=at)
    elif said == "paused":
        visits.pause(visitor, at=at)
    elif said == "left":
        visits.leave(visitor, at=at)
    elif said == "read":
        until = fields.get("until")
        if not isinstance(until, int) or not 0 < until < 10**14:
            return problem(400)
        seen = datetime.fromtimestamp(until / 1000, tz=UTC)
        visits.read(visitor, until=min(seen, at), at=at)
    else:
        return problem(400)
    return HttpResponse(status=204)


@visitor_view(methods=("POST",))
def about(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Their name, and where mail reaches them."""
    fields = fields_of(request)
    if fields is None:
        return problem(400)
    form = AboutForm({"name": text_in(fields, "name", 200), "email": text_in(fields, "email", 300)})
    if not form.is_valid():
        return problem(422, _("This is no mail address yet."))
    if not limits.allow("chat.about", str(visitor.pk), limit=SAID_AN_HOUR, seconds=3600):
        return too_many(600)
    visits.introduce(visitor, **form.cleaned_data, at=now())
    return HttpResponse(status=204)


@visitor_view(methods=("POST",))
def proof(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """Who is signed in where the chat stands. 204: it is this session's; 409: it is another's, who
    begins anew; 422: it proves nothing."""
    fields = fields_of(request)
    note = text_in(fields, "note", identity.LONGEST) if fields else ""
    if not note:
        return problem(400)
    if not limits.allow("chat.proof", str(visitor.pk), limit=PROOFS_AN_HOUR, seconds=3600):
        return too_many(600)
    at = now()
    shown = identity.read(note, visitor.handle.channel.widget, at=at)
    known = visits.prove(visitor, shown, at=at)
    return HttpResponse(status={Known.PERSON: 204, Known.ANEW: 409}.get(known, 422))


@visitor_view(methods=("GET",))
def transcript(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """All of it as plain text, for their own records."""
    if not limits.allow("chat.copy", str(visitor.pk), limit=COPIES_AN_HOUR, seconds=3600):
        return too_many(600)
    lines = lines_of(visitor)
    company = visitor.workspace.name
    said = [_as_text(line, company) for line in lines]
    return HttpResponse("\n".join([company, "", *said]), content_type="text/plain; charset=utf-8")


def _as_text(line: Line, company: str) -> str:
    who = (line.name or company) if line.is_ours else _("You")
    files = [f"[{attachment.file.name}]" for attachment in line.files]
    return "\n".join([f"{words.exact(line.at)} · {who}", *filter(None, [line.text]), *files, ""])


@public_view(methods=("GET", "POST"))
def decline(request: HttpRequest, note: str) -> HttpResponse:
    """The link in a mail for whoever never wrote in a chat; it acts after a button alone."""
    if not limits.allow(
        "chat.decline", client_address.of(request), limit=DECLINES_AN_HOUR, seconds=3600
    ):
        return limits.too_many(request)
    rows = Visitor.everywhere.filter(pk=letters.named_in(note)).select_related("workspace")
    visitor = rows.first()
    if visitor is None:
        return render(request, "chat/decline.html", {"is_done": True}, status=404)
    with (
        open_workspace(visitor.workspace_id),
        translation.override(visitor.language),
        timezone.override(visitor.time_zone),
    ):
        if request.method == "POST":
            letters.decline(visitor, at=now())
        is_done = request.method == "POST" or not visitor.email
        context = {"is_done": is_done, "company": visitor.workspace.name}
        return render(request, "chat/decline.html", context)
