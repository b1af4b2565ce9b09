"""Write with a template that the vendor approved: all that goes once its window is over."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.channels.models import Exchange, MessageTemplate, TemplateUse
from rapport.channels.queries.offered import label_of, value_of, worded
from rapport.inbox.models import Conversation, Message
from rapport.inbox.operations import writing
from rapport.inbox.operations.letters import Letter
from rapport.lib.refusal import Refused

LONGEST_VALUE = 1_000


class NotFilled(Refused):
    """It cannot go as it is."""


@transaction.atomic
def write(
    conversation: Conversation, template: MessageTemplate, values: Mapping[str, str], *,
    once: str, by: Member, at: datetime,
) -> Message:  # fmt: skip
    """Queue it like any answer; `values` by the names of the form's fields."""
    _check(conversation, template, values)
    letter = Letter(worded(template, values), once=once, is_approved=True)
    message = writing.reply(conversation, letter=letter, by=by, at=at)
    TemplateUse(
        workspace_id=template.workspace_id, message=message, template=template, key=template.key,
        name=template.name, language=template.language,
        values=[
            [gap.part, gap.name, value_of(values, gap.part, gap.name)] for gap in template.wanted
        ],
    ).save(force_insert=True)  # fmt: skip
    return message


def _check(
    conversation: Conversation, template: MessageTemplate, values: Mapping[str, str]
) -> None:
    if template.obstacle:
        said = _("This template cannot be sent: %(why)s.")
        raise NotFilled(said % {"why": template.obstacle})
    here = Exchange.objects.filter(conversation=conversation, handle__channel=template.channel_id)
    if template.gone_at is not None or not here.exists():
        raise NotFilled(_("This template is not there any more. Choose another one."))
    for gap in template.wanted:
        value = value_of(values, gap.part, gap.name)
        if not value:
            said = _("Fill in what belongs at %(gap)s.")
            raise NotFilled(said % {"gap": label_of(gap)})
        if len(value) > LONGEST_VALUE or "{{" in value:
            said = _("What stands at %(gap)s is too long, or has braces in it.")
            raise NotFilled(said % {"gap": label_of(gap)})
