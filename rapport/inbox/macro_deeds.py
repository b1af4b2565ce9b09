"""What a macro can do to a conversation."""

from typing import Any

from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from rapport.accounts.models import Member
from rapport.inbox import moments
from rapport.inbox.macro_actions import Action, Choices, register
from rapport.inbox.models import Conversation, Draft, Following, Label, Labelling
from rapport.inbox.operations import (
    conversations,
    drafts,
    following,
    labelling,
    notes,
    prioritising,
    rota,
    snoozing,
    writing,
)
from rapport.inbox.operations.letters import Letter
from rapport.inbox.permissions import HANDLE, NOTE, REPLY
from rapport.inbox.variables import Setting, fill_in
from rapport.lib.keys import key_of
from rapport.lib.priority import Priority
from rapport.lib.refusal import Refused
from rapport.lib.visibility import Turn


class NothingThere(Refused):
    """Whom or what it was to be done with is gone."""


def _put_text(talk: Conversation, text: str, setting: Setting) -> Any:
    filled = fill_in(text, setting).text
    drafts.add(talk, text=filled, by=setting.by, at=setting.at)
    draft = Draft.objects.begun_by(setting.by, talk)
    return [draft.revision, len(filled)] if draft else None


def _take_text(talk: Conversation, kept: Any, setting: Setting) -> None:
    draft = Draft.objects.begun_by(setting.by, talk)
    if draft is None or draft.revision != kept[0]:
        return
    body = draft.body[: len(draft.body) - kept[1]].rstrip()
    words = drafts.Words(
        body, draft.kind, tuple(map(tuple, draft.to)), tuple(map(tuple, draft.cc)), draft.subject,
        tuple(draft.file_tokens),
    )  # fmt: skip
    drafts.save(talk, words=words, revision=draft.revision, by=setting.by, at=setting.at)


def _note(talk: Conversation, text: str, setting: Setting) -> Any:
    letter = Letter(text=fill_in(text, setting).text)
    return writing.put_note(talk, letter, by=setting.by, at=setting.at).pk


def _withdraw(talk: Conversation, kept: Any, setting: Setting) -> None:
    notes.withdraw(talk, kept, by=setting.by, at=setting.at)


def _people() -> Choices:
    yield "me", str(_("Whoever runs it"))
    yield "nobody", str(_("Nobody"))
    yield "next", str(_("Whoever is next"))
    rows = Member.objects.active().select_related("user").order_by("user__name", "pk")
    yield from ((str(one.pk), one.name) for one in rows)


def _member(value: str, setting: Setting) -> Member | None:
    if value == "me":
        return setting.by
    if value == "nobody":
        return None
    found: Member | None = Member.objects.active().filter(pk=key_of(value)).first()
    if found is None:
        raise NothingThere(str(_("Somebody whom this macro names is no longer here.")))
    return found


def _assign(talk: Conversation, value: str, setting: Setting) -> Any:
    was = talk.assignee_id
    if value == "next":
        return [was, rota.give_on(talk, by=setting.by, at=setting.at).member.pk]
    who = _member(value, setting)
    conversations.assign(talk, to=who, by=setting.by, at=setting.at)
    return [was, who.pk if who else None]


def _assign_back(talk: Conversation, kept: Any, setting: Setting) -> None:
    was, became = kept
    if talk.assignee_id == became:
        before = Member.objects.filter(pk=was).first() if was else None
        conversations.assign(talk, to=before, by=setting.by, at=setting.at)


def _turn(talk: Conversation, value: str, setting: Setting) -> Any:
    was = talk.turn
    conversations.set_turn(talk, turn=value, by=setting.by, at=setting.at)
    return [was, value]


def _turn_back(talk: Conversation, kept: Any, setting: Setting) -> None:
    was, became = kept
    if talk.turn == became:
        conversations.set_turn(talk, turn=was, by=setting.by, at=setting.at)


def _moments() -> Choices:
    return [("tomorrow", str(_("Tomorrow"))), ("week", str(_("Next week")))]


def _snooze(talk: Conversation, value: str, setting: Setting) -> Any:
    zone = get_current_timezone()
    # On a Sunday next week begins tomorrow.
    until = moments.preset(value, setting.at, zone) or moments.preset("tomorrow", setting.at, zone)
    if until is None:
        return None
    was = talk.snoozed_until
    snoozing.snooze(talk, until=until, by=setting.by, at=setting.at)
    return was.isoformat() if was else ""


def _wake(talk: Conversation, kept: Any, setting: Setting) -> None:
    snoozing.wake(talk, by=setting.by, at=setting.at)


def _once() -> Choices:
    return [("", "")]


def _close(talk: Conversation, value: str, setting: Setting) -> Any:
    if talk.closed_at is not None:
        return None
    conversations.close(talk, by=setting.by, at=setting.at)
    return True


def _reopen(talk: Conversation, kept: Any, setting: Setting) -> None:
    conversations.reopen(talk, by=setting.by, at=setting.at)


def _prioritise(talk: Conversation, value: str, setting: Setting) -> Any:
    was, to = talk.priority, key_of(value)
    prioritising.set_priority(talk, to=to, by=setting.by, at=setting.at)
    return [was, to]


def _prioritise_back(talk: Conversation, kept: Any, setting: Setting) -> None:
    was, became = kept
    prioritising.set_priority(talk, to=was, was=became, by=setting.by, at=setting.at)


def _labels() -> Choices:
    rows = Label.objects.live().order_by("key", "pk")
    return [(str(one.pk), one.name) for one in rows]


def _label(talk: Conversation, value: str, setting: Setting) -> Any:
    label = Label.objects.live().filter(pk=key_of(value)).first()
    if label is None:
        raise NothingThere(str(_("A label that this macro puts on is no longer here.")))
    if Labelling.objects.filter(conversation=talk, label=label).exists():
        return None
    labelling.put(talk, label, by=setting.by, at=setting.at)
    return label.pk


def _unlabel(talk: Conversation, kept: Any, setting: Setting) -> None:
    if label := Label.objects.filter(pk=kept).first():
        labelling.take(talk, label, by=setting.by, at=setting.at)


def _follow(talk: Conversation, value: str, setting: Setting) -> Any:
    if Following.objects.filter(conversation=talk, member=setting.by).exists():
        return None
    following.follow(talk, who=setting.by, by=setting.by, at=setting.at)
    return True


def _leave(talk: Conversation, kept: Any, setting: Setting) -> None:
    following.leave(talk, who=setting.by, by=setting.by, at=setting.at)


def _turns() -> Choices:
    return [(turn.value, str(turn.label)) for turn in Turn if turn != Turn.NOBODY]


def _priorities() -> Choices:
    return [(str(one.value), str(one.label)) for one in Priority]


for _action in (
    Action("text", _("Write an answer"), REPLY, None, _put_text, _take_text),
    Action("note", _("Write a note inside"), NOTE, None, _note, _withdraw),
    Action("assign", _("Assign to"), HANDLE, _people, _assign, _assign_back),
    Action("turn", _("Turn"), HANDLE, _turns, _turn, _turn_back),
    Action("priority", _("Priority"), HANDLE, _priorities, _prioritise, _prioritise_back),
    Action("label", _("Put on the label"), HANDLE, _labels, _label, _unlabel),
    Action("follow", _("Follow it"), NOTE, _once, _follow, _leave),
    Action("snooze", _("Put it off until"), HANDLE, _moments, _snooze, _wake),
    Action("close", _("Close it"), HANDLE, _once, _close, _reopen),
):
    register(_action)
