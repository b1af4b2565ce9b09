"""What the composer offers when somebody types a slash: templates, filled for whoever the letter
goes to, and macros."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import now

from rapport.accounts.access import staff_view
from rapport.accounts.requests import StaffRequest
from rapport.inbox.forms import people
from rapport.inbox.macro_words import Teller
from rapport.inbox.models import Conversation, Macro, Template, TemplateText
from rapport.inbox.operations import templates
from rapport.inbox.permissions import NOTE, REPLY
from rapport.inbox.queries import kept
from rapport.inbox.queries.people import look_up
from rapport.inbox.second_look import first_contact, tone_of
from rapport.inbox.variables import Setting, fill_in
from rapport.inbox.views.loading import conversation_of

LONGEST_PREVIEW = 1200
Row = dict[str, object]


@staff_view(NOTE)
def at_answer(request: StaffRequest, number: int) -> HttpResponse:
    """At an answer or a note."""
    return _offer(request, conversation_of(request, number))


@staff_view(REPLY)
def at_new_mail(request: StaffRequest) -> HttpResponse:
    """At a mail that begins a conversation; macros act on one that is there."""
    return _offer(request, None)


@staff_view(NOTE, methods=("POST",))
def into_answer(request: StaffRequest, number: int, pk: int) -> HttpResponse:
    """Put one in, and count it."""
    return _put_in(request, conversation_of(request, number), pk)


@staff_view(REPLY, methods=("POST",))
def into_new_mail(request: StaffRequest, pk: int) -> HttpResponse:
    """Put one in, and count it."""
    return _put_in(request, None, pk)


def setting_of(request: StaffRequest, conversation: Conversation | None, to: str) -> Setting:
    """Whom the letter goes to, as far as what stands in its field can be read."""
    try:
        pairs = people(to.replace("\x00", "")[:2000])
    except ValidationError:
        pairs = ()
    book = look_up(email for _name, email in pairs)
    contact = first_contact(pairs, book)
    name = next((name for name, _email in pairs if name), "")
    return Setting(request.member, request.reader, now(), conversation, contact, name)


def _offer(request: StaffRequest, conversation: Conversation | None) -> HttpResponse:
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    setting = setting_of(request, conversation, request.GET.get("to", ""))
    found = kept.templates(request.reader, words)
    texts = kept.texts_of(found)
    rows = [_template(one, texts[one.pk], setting) for one in found]
    if conversation is not None:
        found_macros = kept.macros(request.reader, words)
        teller = Teller(setting)
        rows += [_macro(request, one, setting, teller) for one in found_macros]
    return JsonResponse({"found": rows})


def _template(template: Template, texts: list[TemplateText], setting: Setting) -> Row:
    text = kept.suited(texts, setting.language, tone_of(setting.contact))
    filled = fill_in(text.body[:LONGEST_PREVIEW] if text else "", setting)
    return {
        "kind": "template", "id": template.pk, "name": template.name, "note": template.folder,
        "preview": filled.text, "left": list(filled.left),
    }  # fmt: skip


def _macro(request: StaffRequest, macro: Macro, setting: Setting, teller: Teller) -> Row:
    number = setting.conversation.number if setting.conversation else 0
    return {
        "kind": "macro", "id": macro.pk, "name": macro.name, "note": macro.folder,
        "preview": "\n".join(f"• {step}" for step in teller.steps(macro)), "left": [],
        "url": reverse("inbox.macro_run", args=[request.workspace.slug, number, macro.pk]),
    }  # fmt: skip


def _put_in(request: StaffRequest, conversation: Conversation | None, pk: int) -> HttpResponse:
    rows = Template.objects.visible_to(request.reader).live()
    template: Template = get_object_or_404(rows, pk=min(pk, 2**62))
    setting = setting_of(request, conversation, request.POST.get("to", ""))
    texts = kept.texts_of([template])[template.pk]
    text = kept.suited(texts, setting.language, tone_of(setting.contact))
    templates.use(template, at=setting.at)
    filled = fill_in(text.body if text else "", setting)
    return JsonResponse({"text": filled.text, "left": list(filled.left)})
