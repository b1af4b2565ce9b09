"""Trello's JSON export of a board: cards are tasks, the items of their checklists subtasks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rapport.integrations.planfiles import jsontext, states
from rapport.integrations.planfiles.assembly import Assembly, Origin, stem
from rapport.integrations.planfiles.dates import DateForm
from rapport.integrations.planfiles.jsontext import items, record, string
from rapport.integrations.planfiles.records import PlanFile, PlanFileError, PlanTask
from rapport.integrations.planfiles.wording import gettext_noop as _

Json = dict[str, Any]
CARD, CHECKLIST = "card", "checklist item"
PLAIN_CHECKLISTS = ("", "checklist", "checkliste", "to-do", "todo")

NOT_TRELLO = _("The JSON file is not a Trello board: it has no lists and cards.")
ARCHIVED = _("The card is archived in Trello and was not done.")
TEMPLATE = _("The card is a template.")
SEPARATOR = _("The card only separates others.")
NO_MEMBER = _("The member is not on the board any more.")


def recognises(content: object) -> bool:
    """Whether decoded JSON is a Trello board."""
    return isinstance(content, dict) and all(
        isinstance(content.get(part), list) for part in ("lists", "cards")
    )


def read(data: bytes, name: str) -> PlanFile:
    """The plan in a Trello JSON export."""
    return read_board(jsontext.read(data), name)


def read_board(content: object, name: str) -> PlanFile:
    """The plan in a decoded board."""
    if not isinstance(content, dict) or not recognises(content):
        raise PlanFileError(NOT_TRELLO)
    gathering = Assembly("trello", string(content, "name").strip() or stem(name))
    reader = _Reader(content, gathering)
    for number, card in enumerate(reader.cards(), 1):
        reader.card(card, number)
    return gathering.build(reader.left_out())


@dataclass(slots=True)
class _Reader:
    board: Json
    gathering: Assembly
    lists: dict[str, Json] = field(default_factory=dict)
    members: dict[str, str] = field(default_factory=dict)
    checklists: dict[str, list[Json]] = field(default_factory=dict)
    form: DateForm = field(default_factory=DateForm)

    def __post_init__(self) -> None:
        self.lists = {string(entry, "id"): entry for entry in items(self.board, "lists")}
        self.members = {
            string(member, "id"): string(member, "fullName") or string(member, "username")
            for member in items(self.board, "members")
        }
        for checklist in sorted(items(self.board, "checklists"), key=_position):
            self.checklists.setdefault(string(checklist, "idCard"), []).append(checklist)

    def cards(self) -> list[Json]:
        """The cards as the board shows them: list by list, from top to bottom."""
        order = {uid: _position(entry) for uid, entry in self.lists.items()}
        return sorted(
            items(self.board, "cards"),
            key=lambda card: (order.get(string(card, "idList"), 0.0), _position(card)),
        )

    def card(self, card: Json, number: int) -> None:
        """Take a card and its checklists over."""
        column = self.lists.get(string(card, "idList"), {})
        state = self._state(card, string(column, "name"))
        refusal = self._refusal(card, column, state)
        origin = Origin(number, CARD, string(card, "name"))
        if refusal:
            self.gathering.refuse(origin, refusal)
            return
        uid = string(card, "id") or f"card-{number}"
        due = self._day(card, "due", number)
        taken = self.gathering.add(
            PlanTask(
                uid=uid,
                name=string(card, "name"),
                description=string(card, "desc"),
                start=self._day(card, "start", number),
                due=due,
                percent_complete=100 if state == states.DONE else 0,
                state=state,
                assignees=self._people(card, number),
                labels=tuple(dict.fromkeys(self._labels(card, column))),
                row=number,
            )
        )
        if taken:
            self._items(card, uid, number)

    def left_out(self) -> Iterator[str]:
        """What a board can hold that a plan has no place for."""
        for custom in items(self.board, "customFields"):
            yield f"Custom field ({string(custom, 'name')})"
        if any(items(card, "attachments") for card in items(self.board, "cards")):
            yield "Attachments"
        if any(string(act, "type") == "commentCard" for act in items(self.board, "actions")):
            yield "Comments"

    def _refusal(self, card: Json, column: Json, state: str) -> str:
        if card.get("isTemplate") is True:
            return TEMPLATE
        if string(card, "cardRole") == "separator":
            return SEPARATOR
        archived = card.get("closed") is True or column.get("closed") is True
        return ARCHIVED if archived and state != states.DONE else ""

    def _state(self, card: Json, column: str) -> str:
        if card.get("dueComplete") is True:
            return states.DONE
        return states.state(column) or states.TODO

    def _labels(self, card: Json, column: Json) -> Iterator[str]:
        if string(column, "name"):
            yield string(column, "name")
        known = {string(label, "id"): label for label in items(self.board, "labels")}
        given = items(card, "labels") or [
            known[uid] for uid in card.get("idLabels") or [] if uid in known
        ]
        for label in given:
            shown = string(label, "name") or string(label, "color")
            if shown:
                yield shown

    def _people(self, holder: Json, number: int) -> tuple[str, ...]:
        wanted = [uid for uid in holder.get("idMembers") or [] if isinstance(uid, str)]
        if string(holder, "idMember"):
            wanted.append(string(holder, "idMember"))
        for uid in wanted:
            if uid not in self.members:
                self.gathering.refuse(Origin(number, "idMembers", uid), NO_MEMBER)
        return self.gathering.people(self.members[uid] for uid in wanted if uid in self.members)

    def _items(self, card: Json, parent: str, number: int) -> None:
        inside = self.checklists.get(parent) or items(card, "checklists")
        for checklist in inside:
            title = string(checklist, "name")
            for item in sorted(items(checklist, "checkItems"), key=_position):
                done = string(item, "state") == "complete"
                uid = string(item, "id") or f"{parent}-{string(item, 'name')}"
                task = PlanTask(
                    uid=uid,
                    name=string(item, "name"),
                    due=self._day(item, "due", number),
                    percent_complete=100 if done else 0,
                    state=states.DONE if done else states.TODO,
                    assignees=self._people(item, number),
                    labels=() if title.strip().casefold() in PLAIN_CHECKLISTS else (title,),
                    row=number,
                )
                if self.gathering.add(task):
                    origin = Origin(number, CHECKLIST, string(item, "name"))
                    self.gathering.belongs(uid, parent, origin)

    def _day(self, holder: Json, name: str, number: int) -> date | None:
        return self.gathering.day(self.form, Origin(number, name, string(holder, name)))


def _position(entry: Json) -> float:
    found = record(entry).get("pos")
    return float(found) if isinstance(found, int | float) else 0.0
