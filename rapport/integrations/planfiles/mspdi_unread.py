"""What a record of a Microsoft Project XML file says that a plan of ours has no place for."""

from collections.abc import Iterator

from lxml import etree

from rapport.integrations.planfiles.mspdi_durations import is_possible

# Of resources: material, and cost.
NO_PEOPLE = ("0", "2")


def of(element: etree._Element, name: str) -> Iterator[str]:
    """The kinds of it, each once: a resource that is nobody, a duration that
    is none."""
    if name == "Resource" and (element.findtext("{*}Type") or "").strip() in NO_PEOPLE:
        yield "materials"
    said = (element.findtext("{*}Duration") or "").strip() if name == "Task" else ""
    if said and not is_possible(said):
        yield "durations"
