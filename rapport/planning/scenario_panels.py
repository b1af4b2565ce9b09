"""The cards that upper apps add to a scenario: what else it would change."""

from rapport.lib.register import Register
from rapport.projects.models import Project
from rapport.projects.panels import Panel, ShownPanel, addressed

# Their routes take `slug`, `key` and the `number` of the scenario.
_panels = Register[Panel]()
register = _panels.add


def shown(slug: str, project: Project, number: int, *, role: str) -> list[ShownPanel]:
    """The panels of a scenario that this role may see."""
    return addressed(_panels, role, {"slug": slug, "key": project.key, "number": number})
