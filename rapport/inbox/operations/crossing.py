"""Two answers to one mail: whoever began before a colleague answered hears of it first."""

from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.inbox.models import Conversation
from rapport.inbox.operations.letters import Letter
from rapport.inbox.queries.crossing import answered_since
from rapport.lib.refusal import Refused


class Crossed(Refused):
    """Somebody answered meanwhile; the draft stays, and may be sent all the same."""


def check(conversation: Conversation, letter: Letter, *, by: Member) -> None:
    """Refuse an answer whose author has not seen another one. Of two that are sent in the same
    moment the second waits here for the first, and finds it."""
    if letter.after is None:
        return
    Conversation.objects.select_for_update().filter(pk=conversation.pk).values_list("pk").first()
    if other := answered_since(conversation, letter.after, by=by):
        name = other.author.name if other.author else other.from_name
        said = _("%(name)s has answered since you began. Nothing was sent yet.")
        raise Crossed(said % {"name": name})
