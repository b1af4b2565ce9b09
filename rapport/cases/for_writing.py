"""What templates say of cases, and what macros do with them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.cases.models import Case
from rapport.cases.operations import opening
from rapport.cases.permissions import WORK_CASES
from rapport.inbox import macro_actions
from rapport.inbox.models import Conversation
from rapport.inbox.variables import Setting, Variable, register
from rapport.workspaces.operations import bin as waste


def _number(setting: Setting) -> str:
    if setting.conversation is None:
        return ""
    case = Case.objects.live().filter(conversation=setting.conversation).first()
    return case.reference if case else ""


def _kinds() -> macro_actions.Choices:
    return [(kind.value, str(kind.label)) for kind in Case.Kind]


def _open(talk: Conversation, value: str, setting: Setting) -> Any:
    if talk.is_side or Case.objects.live().filter(conversation=talk).exists():
        return None
    return opening.open_case(talk, kind=value, by=setting.by, at=setting.at).pk


def _bin(talk: Conversation, kept: Any, setting: Setting) -> None:
    if case := Case.objects.live().filter(pk=kept, conversation=talk, closed_at=None).first():
        waste.put(case, by=setting.by, at=setting.at)


register(Variable("case.number", _("The number of their case"), "NWM-142", _number))
macro_actions.register(
    macro_actions.Action("case", _("Make it a case"), WORK_CASES, _kinds, _open, _bin)
)
