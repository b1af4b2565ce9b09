"""What a record of a Microsoft Project XML file says that a plan of ours has no place for."""

from collections.abc import Iterator

from lxml import etree

# Of resources: material, and cost.
NO_PEOPLE = ("0", "2")


def of(element: etree._Element, name: str) -> Iterator[str]:
    """The kinds of it, each once: a resource that is nobody."""
    if name == "Resource" and (element.findtext("{*}Type") or "").strip() in NO_PEOPLE:
        yield "materials"
