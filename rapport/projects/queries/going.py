"""Tasks on their way to another project: which go, what is cut, and whether they may."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from rapport.lib.refusal import Refused
from rapport.lib.visibility import Visibility
from rapport.projects import companions
from rapport.projects.models import Dependency, Project
from rapport.projects.queries.outlines import outline_of


class NotMoved(Refused):
    """The tasks cannot go there."""


class StaysWithClient(NotMoved):
    """What was said to one client would come before the eyes of another."""


@dataclass(frozen=True, slots=True)
class Going:
    """Tasks on their way: `order` is the whole of them as they stand below one another, `roots`
    those that stand under none of the others."""

    source: Project
    target: Project
    order: list[int]
    roots: list[int]

    @property
    def hides(self) -> bool:
        """Whether the tasks are for us alone until somebody shows them: somebody at a client
        would see what was never meant for them."""
        if self.source.client_id != self.target.client_id:
            return True
        return _is_shown(self.target) and not _is_shown(self.source)


def going(source: Project, target: Project, chosen: Iterable[int]) -> Going:
    """The chosen tasks of a project with all under them, in the bin or not."""
    outline = outline_of(source)
    wanted = set(chosen)
    roots, order, taken = [], [], set[int]()
    for pk in outline.order():
        if pk in wanted and pk not in taken:
            family = outline.family(pk)
            roots.append(pk)
            order.extend(family)
            taken.update(family)
    return Going(source, target, order, roots)


def cut_by(moving: Going) -> list[Dependency]:
    """The links between these tasks and the others of their project."""
    inside = set(moving.order)
    rows = Dependency.objects.filter(project=moving.source)
    return [row for row in rows if (row.predecessor_id in inside) != (row.successor_id in inside)]


def refuse(moving: Going) -> None:
    """Say why they cannot go, where they cannot."""
    if moving.source.pk == moving.target.pk:
        raise NotMoved(_("The tasks are in this project already."))
    if not moving.order:
        raise NotMoved(_("There is no task to move."))
    if moving.source.client_id == moving.target.client_id:
        return
    for kind in companions.known():
        if kind.is_clients and (count := kind.of(moving.order).count()):
            raise StaysWithClient(
                _(
                    "%(what)s of %(client)s: that stays between you and %(client)s. Untie it from "
                    "the tasks, in the bin too, or choose a project of %(client)s."
                )
                % {"what": kind.said(count), "client": moving.source.client}
            )


def refuse_merging(source: Project, target: Project) -> None:
    """Say why a project cannot go into another, where it cannot."""
    if source.pk == target.pk:
        raise NotMoved(_("A project cannot be merged into itself."))
    if source.merged_into_id or target.merged_into_id:
        raise NotMoved(_("This project has been merged already."))
    if source.client_id != target.client_id:
        raise StaysWithClient(
            _(
                "Projects of different clients are not merged: what was said and signed stays "
                "with its client. Move the tasks instead."
            )
        )


def _is_shown(project: Project) -> bool:
    return project.visibility == Visibility.CLIENT
