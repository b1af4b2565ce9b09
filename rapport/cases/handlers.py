"""A case follows its conversation, in the same moment."""

from django.utils.translation import ngettext

from rapport.calendars.events import HOLIDAYS_CHANGED, HOURS_CHANGED
from rapport.cases.models import Case
from rapport.cases.operations import clock, following, recounting, undoing
from rapport.cases.queries import expected
from rapport.clients.events import CLOSURE_NOTED, CLOSURES_TAKEN, CONTACT_CREATED
from rapport.events.listeners import on
from rapport.events.models import Event
from rapport.inbox import expectations
from rapport.inbox.operations import field_values
from rapport.projects import companions
from rapport.workspaces.events import WORKSPACE_CHANGED


@on("message.queued", inline=True)
def stand_still_for_an_answer(event: Event) -> None:
    """What is written and about to leave counts already."""
    clock.stand_still(event.subject_id, at=event.at)


@on("message.undone", "message.failed", inline=True)
def go_on_without_it(event: Event) -> None:
    """It counts no more."""
    undoing.after_no_reply(event.subject_id, at=event.at)


@on("message.sent", inline=True)
def note_first_reply(event: Event) -> None:
    """An answer that left stops the first-reply clock."""
    following.after_reply(event.subject_id, message_id=event.facts.get("message"), at=event.at)


@on(
    "message.received", "conversation.turn_changed", "conversation.reopened", "conversation.split",
    inline=True,
)  # fmt: skip
def follow_the_turn(event: Event) -> None:
    """Stand still on the client's turn, go on when it ends, open again when they write again."""
    if event.facts.get("is_new"):
        return  # a conversation that has just begun has no case yet
    following.after_turn(
        event.subject_id, by=following.actor_of(event), at=event.at,
        wrote=event.verb == "message.received",
    )  # fmt: skip


@on("conversation.closed", inline=True)
def close_with_it(event: Event) -> None:
    """Closing the conversation closes the case."""
    following.after_close(event.subject_id, by=following.actor_of(event), at=event.at)


@on("case.closed", inline=True)
def ask_for_what_is_required(event: Event) -> None:
    """Before somebody of the team closes it; what closes by itself is asked for nothing."""
    case = event.held(Case, event.subject_id)
    if case and event.actor_kind == "member":
        field_values.check_filled(case.conversation, of_cases=True)


@on("conversation.linked", inline=True)
def move_with_it(event: Event) -> None:
    """Another client or project of the conversation is another of the case."""
    following.after_link(event.subject_id, at=event.at)


@on("handle.bound")
def know_whose_it_is(event: Event) -> None:
    """Somebody said who wrote on another channel."""
    if contact := event.facts["contact"]:
        following.after_contact(contact, at=event.at)


@on(CONTACT_CREATED)
def know_who_wrote(event: Event) -> None:
    """A contact was made of somebody who wrote before."""
    following.after_contact(event.subject_id, at=event.at)


@on("case.restored", inline=True)
def catch_up_after_the_bin(event: Event) -> None:
    """Nothing was followed there."""
    if case := event.held(Case, event.subject_id):
        following.after_absence(case, by=following.actor_of(event), at=event.at)


@on(WORKSPACE_CHANGED)
def count_in_another_zone(event: Event) -> None:
    """The same hours are at other moments there."""
    if "time_zone" in event.facts["fields"]:
        recounting.recount(at=event.at)


@on(HOURS_CHANGED, HOLIDAYS_CHANGED)
def count_in_other_hours(event: Event) -> None:
    """What is due follows the hours."""
    recounting.recount(at=event.at)


@on(CLOSURE_NOTED, CLOSURES_TAKEN, "closure.binned", "closure.restored")
def count_without_closed_days(event: Event) -> None:
    """And the client's closed days, where those count."""
    if event.client_id is not None:
        recounting.recount(client=event.client_id, at=event.at)


def _said_case(n: int) -> str:
    return ngettext("%(n)d case", "%(n)d cases", n) % {"n": n}


expectations.register(expected.first_answer)
companions.belongs(companions.Belonging(70, Case, _said_case, companions.everything))
