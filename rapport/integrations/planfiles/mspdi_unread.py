"""What a record of a Microsoft Project XML file says that a plan of ours has no place for."""

from collections.abc import Iterator

from lxml import etree

# Of assignments: work as it is planned, and the work that is left. The others are baselines,
# costs, and what was done.
PLANNED = ("1", "2")
# Of resources: material, and cost.
NO_PEOPLE = ("0", "2")


def of(element: etree._Element, name: str) -> Iterator[str]:
    """The kinds of it, each once: a cost, a resource that is nobody, work given day by day."""
    if name == "Task" and (_amount(element, "Cost") or _amount(element, "FixedCost")):
        yield "costs"
    if name == "Resource" and (element.findtext("{*}Type") or "").strip() in NO_PEOPLE:
        yield "materials"
    if name == "Assignment" and _is_by_the_day(element):
        yield "by_the_day"


def _amount(element: etree._Element, tag: str) -> float:
    try:
        return float(element.findtext(f"{{*}}{tag}") or 0)
    except ValueError:
        return 0.0


def _is_by_the_day(element: etree._Element) -> bool:
    """Whether its planned work stands in more than one piece."""
    pieces = element.iterchildren("{*}TimephasedData")
    planned = (piece for piece in pieces if piece.findtext("{*}Type") in PLANNED)
    return next(planned, None) is not None and next(planned, None) is not None
