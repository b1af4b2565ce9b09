"""Streams the elements of a Microsoft Project XML file, hardened against hostile XML.

No entity is expanded, nothing is fetched, a document type is refused, and depth and text size
keep libxml2's limits. Each element comes as a plain mapping and is freed before the next.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO

from lxml import etree

from rapport.integrations.planfiles import mspdi_unread as unread
from rapport.integrations.planfiles.records import PlanFileError

MOST_TASKS = 100_000
MOST_ELEMENTS = 1_000_000

MOST_BYTES = 512 * 1024 * 1024

BINARY = bytes.fromhex("d0cf11e0a1b11ae1")
NOT_A_PLAN = "The file is not a Microsoft Project XML plan."

_RECORDS = ("Calendar", "Task", "Resource", "Assignment")

# Of the records that come in thousands, with a hundred fields each, we look at these only.
_WANTED = {
    "Task": """
        UID Name WBS OutlineNumber OutlineLevel Active Manual IsNull Type Priority Start Finish
        Duration DurationFormat ManualStart ManualFinish Milestone Summary ExternalTask
        IsSubproject CalendarUID IgnoreResourceCalendar ConstraintType ConstraintDate Deadline
        PercentComplete ActualStart ActualFinish RemainingDuration Stop Resume LevelingDelay
        Work ActualWork Notes PhysicalPercentComplete EarnedValueMethod PredecessorLink Baseline
        Cost FixedCost ActualCost ExtendedAttribute
    """,
    "Baseline": "Number Start Finish Duration DurationFormat Work",
    "Assignment": """
        TaskUID ResourceUID Start Finish Work OvertimeWork RemainingWork RemainingOvertimeWork
        Units WorkContour Delay LevelingDelay ActualStart Stop Resume Cost
    """,
    "ExtendedAttribute": "FieldID Alias Value",
    "TimephasedData": "Type Start Finish Value",
}
_TAGS = {name: [f"{{*}}{tag}" for tag in tags.split()] for name, tags in _WANTED.items()}
# Work in pieces, by the day of each assignment: wanted only where they were set by hand.
HAND_MADE = "8"
_PIECES = [*_TAGS["Assignment"], "{*}TimephasedData"]
_NOTHING: dict[str, list["Fields"]] = {}


@dataclass(slots=True)
class Fields:
    """One element: its simple children by name, and its nested children in lists."""

    values: dict[str, str]
    nested: dict[str, list["Fields"]]

    def all(self, *path: str) -> list["Fields"]:
        """The nested elements at the end of a path."""
        found = [self]
        for name in path:
            found = [inner for outer in found for inner in outer.nested.get(name, ())]
        return found


@dataclass(slots=True)
class Document:
    """A whole file: the project's own fields and its records by kind."""

    project: Fields
    records: dict[str, list[Fields]]
    left_out: Counter[str]


class Limited:
    """A stream that refuses to go on for ever, and says so when it is Project's binary file."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream, self._left = stream, most
        self._begun = False

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        chunk = self._stream.read(size)
        if not self._begun and chunk.startswith(BINARY):
            raise PlanFileError(
                "This is a Microsoft Project file in binary form; save it as XML there first."
            )
        self._begun = True
        self._left -= len(chunk)
        if self._left < 0:
            raise PlanFileError("The file is too big to be a plan.")
        return chunk


def document(stream: BinaryIO) -> Document:
    """Read a file. Raises `PlanFileError` with a sentence for the person."""
    records: dict[str, list[Fields]] = {name: [] for name in _RECORDS}
    project = Fields({}, {})
    left_out: Counter[str] = Counter()
    try:
        for name, fields in _elements(stream, left_out):
            if name == "Project":
                project = fields
            else:
                records[name].append(fields)
                _refuse_flood(records[name], name)
    except etree.XMLSyntaxError as error:
        raise PlanFileError(_syntax_sentence(error)) from error
    return Document(project, records, left_out)


def _elements(stream: BinaryIO, left_out: Counter[str]) -> Iterator[tuple[str, Fields]]:
    walk = etree.iterparse(
        Limited(stream, MOST_BYTES),
        events=("start", "end"),
        tag=["{*}Project", *(f"{{*}}{name}" for name in _RECORDS)],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    root = None
    for event, element in walk:
        if root is None:
            root = element
            _refuse_strangers(root)
        if event == "start" or not _is_record(element, root):
            continue
        name = _local(element.tag)
        left_out.update(unread.of(element, name))
        yield name, fields_of(element, _tags(element, name))
        if element is not root:
            _free(element)
    if root is None:
        raise PlanFileError(NOT_A_PLAN)


def _refuse_strangers(root: etree._Element) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise PlanFileError("The file declares a document type, which a plan never needs.")
    if _local(root.tag) != "Project" or root.getparent() is not None:
        raise PlanFileError(NOT_A_PLAN)


def _is_record(element: etree._Element, root: etree._Element) -> bool:
    """The root, or a record in a list right beneath it (`Project/Tasks/Task`)."""
    if element is root:
        return True
    parent = element.getparent()
    return parent is not None and parent.getparent() is root


def _tags(element: etree._Element, name: str) -> Sequence[str]:
    if name == "Assignment" and element.findtext("{*}WorkContour") == HAND_MADE:
        return _PIECES
    return _TAGS.get(name, ())


def fields_of(element: etree._Element, tags: Sequence[str] = ()) -> Fields:
    """An element with its children: those with these tags only, if given."""
    values: dict[str, str] = {}
    nested: dict[str, list[Fields]] | None = None
    for child in element.iterchildren(*tags):
        text = child.text
        if len(child):
            nested = {} if nested is None else nested
            name = _local(child.tag)
            nested.setdefault(name, []).append(fields_of(child, _TAGS.get(name, ())))
        elif text and (text := text.strip()):
            values[_local(child.tag)] = text
    return Fields(values, _NOTHING if nested is None else nested)


def _free(element: etree._Element) -> None:
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _refuse_flood(records: list[Fields], name: str) -> None:
    most = MOST_TASKS if name == "Task" else MOST_ELEMENTS
    if len(records) > most:
        raise PlanFileError(f"The file has more than {most:,} {name.lower()}s.")


def _syntax_sentence(error: etree.XMLSyntaxError) -> str:
    if "no element found" in str(error):
        return "The file is empty." if error.lineno == 0 else NOT_A_PLAN
    # It does not even begin like XML. (lxml sets `code`; its stubs do not know it.)
    if getattr(error, "code", None) == etree.ErrorTypes.ERR_DOCUMENT_EMPTY:
        return NOT_A_PLAN
    return f"The file is damaged: its XML goes wrong in line {error.lineno}."
