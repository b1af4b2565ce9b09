"""One conversation: what was said, who takes part, and where to answer."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import get_current_timezone, now

from rapport.accounts.access import staff_view
from rapport.accounts.models import Member
from rapport.accounts.requests import StaffRequest
from rapport.clients.models import Contact, Tone
from rapport.inbox import moments
from rapport.inbox.forms import said
from rapport.inbox.message_actions import actions_for
from rapport.inbox.models import Conversation, Draft, Mailbox, Participant
from rapport.inbox.panels import panels_for
from rapport.inbox.permissions import HANDLE, NOTE, SEE_INBOX
from rapport.inbox.queries import answering, listing
from rapport.inbox.queries.crossing import answered_since
from rapport.inbox.queries.listing import Question
from rapport.inbox.queries.people import client_of_domain
from rapport.inbox.queries.signatures import signature_for
from rapport.inbox.queries.thread import Thread, load, recipients
from rapport.inbox.views import inside
from rapport.inbox.views.loading import back, conversation_of
from rapport.inbox.views.writing import files_named
from rapport.lib.visibility import Turn
from rapport.workspaces.models import Workspace
from rapport.workspaces.prepared import Question as Kept

IN_LIST = 20

_OWN_ADDRESSES = Kept(lambda: Mailbox.objects.live().values_list("address"))
_DRAFT = Kept(
    lambda member, talk: Draft.objects.filter(member=member, conversation=talk, discarded_at=None)
)
_MEMBERS = Kept(
    lambda: (
        Member.objects.active()
        .order_by("user__name")
        .values_list("pk", "user__name", "user__email")
    )
)


@staff_view(SEE_INBOX)
def conversation(request: StaffRequest, number: int) -> HttpResponse:
    """The whole page; htmx asks for the thread alone when something new came."""
    shown = conversation_of(request, number)
    if shown.number != number:
        return back(request, shown)
    thread = load(shown, request.reader, at=now(), whole="all" in request.GET)
    context = {"conversation": shown, "thread": thread, "can": _abilities(request, shown)}
    if request.htmx:
        return render(request, "inbox/conversation.html#thread", context)
    context |= _composer(request, shown, thread) | _side(request, shown, thread)
    context |= _list(request) | inside.shown(request, shown)
    return render(request, "inbox/conversation.html", context)


def _abilities(request: StaffRequest, shown: Conversation) -> dict[str, object]:
    role = request.member.role
    return {
        "reply": inside.may_reply(request, shown), "note": NOTE.held_by(role),
        "handle": HANDLE.held_by(role), "message_actions": actions_for(role),
    }  # fmt: skip


def _composer(request: StaffRequest, shown: Conversation, thread: Thread) -> dict[str, object]:
    """The draft where there is one, else an empty answer to whom it goes."""
    own = frozenset(address for (address,) in _OWN_ADDRESSES())
    draft: Draft | None = _DRAFT.first(request.member.pk, shown.pk)
    to, cc = recipients(thread, own)
    answers = answering.choices(shown, thread, at=now())
    if answers.by:
        to, cc = (answering.as_mail(thread, people) for people in (to, cc))
        to = to or answering.reached(thread)[:1]
    kind = draft.kind if draft else ""
    return (
        {
            "draft": draft,
            "kind": "note" if kind == "note" or not inside.may_reply(request, shown) else "reply",
            "to": said(draft.to if draft and draft.to else to),
            "cc": said(draft.cc if draft and draft.to else cc),
            "files": files_named(request.reader, draft.file_tokens if draft else []),
            "answers_elsewhere": _elsewhere(thread, to),
            "way": answers.way,
            "answers": answers,
            "across": inside.across(shown, draft),
        }
        | _ground(request, shown, thread, draft)
        | _manner(request, shown, thread)
    )


def _manner(request: StaffRequest, shown: Conversation, thread: Thread) -> dict[str, object]:
    """How whoever is answered wants to be spoken to, and what will stand under the letter."""
    known = (person.contact for person in thread.participants if person.is_verified)
    contact = next((contact for contact in known if contact), None)
    tone = (contact.tone or (shown.client.tone if shown.client else "")) if contact else ""
    language = contact.language if contact else ""
    return {
        "tone": dict(Tone.choices).get(tone, ""),
        "signature": signature_for(request.member, shown.mailbox_id, language),
    }


def _ground(
    request: StaffRequest, shown: Conversation, thread: Thread, draft: Draft | None
) -> dict[str, object]:
    """What its author had seen when they began, and the answer of a colleague that came since."""
    newest = max((entry.message.pk for entry in thread.entries), default=0)
    if draft is None or draft.begun_after is None or not draft.body.strip():
        return {"after": newest}
    crossed = answered_since(shown, draft.begun_after, by=request.member)
    return {"after": draft.begun_after, "crossed": crossed}


def _elsewhere(thread: Thread, to: list[list[str]]) -> bool:
    """Whether the answer goes to another address than the last mail came from."""
    last = next((e.message for e in reversed(thread.entries) if e.message.kind == "in"), None)
    return bool(last and last.reply_to and to and to[0][1] == last.reply_to)


def _side(request: StaffRequest, shown: Conversation, thread: Thread) -> dict[str, object]:
    slug = request.workspace.slug
    people = [person for person in thread.participants if person.is_verified]
    return {
        "people": people,
        "contact": next((person.contact for person in people if person.contact), None),
        "proposals": _proposals(request.workspace, shown, thread),
        "members": _members() if HANDLE.held_by(request.member.role) else (),
        "presets": moments.said(now(), get_current_timezone()),
        "turns": [(turn.value, turn.label) for turn in Turn if turn != Turn.NOBODY],
        "panels": [
            (panel.label, reverse(panel.url_name, args=[slug, shown.number]))
            for panel in panels_for(request.member.role)
        ],
    }


def _members() -> tuple[tuple[int, str], ...]:
    """Whom it can be given to."""
    return tuple((pk, name or email) for pk, name, email in _MEMBERS())


def _proposals(
    workspace: Workspace, shown: Conversation, thread: Thread
) -> list[dict[str, object]]:
    """Who wrote and is no contact yet, with the client they seem to belong to."""
    found: list[dict[str, object]] = []
    for person in thread.participants[:20]:
        if _may_become_contact(person):
            client = shown.client or client_of_domain(workspace, person.email)
            if client is not None and not _is_known(person.email):
                found.append({"participant": person, "client": client})
    return found[:3]


def _may_become_contact(person: Participant) -> bool:
    """Whoever has no mail address is made a contact elsewhere."""
    is_nobody = person.contact is None and person.member_id is None
    return is_nobody and person.is_verified and "@" in person.email


def _is_known(email: str) -> bool:
    return bool(Contact.objects.with_address(email).exists())


def _list(request: StaffRequest) -> dict[str, object]:
    """The list beside it, of the filter one came from."""
    question = Question.of(request.GET)
    return {"conversations": listing.beside(question, request.reader, size=IN_LIST)}
