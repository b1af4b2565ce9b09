"""Two clients' projects that hang on the same people, led as one programme."""

from collections.abc import Iterator
from datetime import datetime

from rapport.demo.story import halden, kestrel
from rapport.demo.story.stage import Stage
from rapport.demo.story.vocabulary import work

PROGRAMME = "Self-service"
WHY = (
    "What customers of our clients do without calling anybody: booking a tour, and the first "
    "steps with new software. Jonas builds both, so their dates are read together."
)


def script(stage: Stage) -> Iterator[datetime]:
    """As soon as both plans stand."""
    yield stage.moment(-37, "09:15")
    work.lead_together(stage, PROGRAMME, WHY, kestrel.APP, halden.PORTAL)
