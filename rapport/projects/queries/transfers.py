"""What moving tasks to another project would do, said before anybody does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.events.models import Event
from rapport.lib.reader import Reader
from rapport.lib.refusal import Refused
from rapport.lib.roles import Role
from rapport.lib.visibility import Visibility
from rapport.projects import companions
from rapport.projects.events import PROJECT_MERGED
from rapport.projects.models import Dependency, FormerPlace, Project, ProjectMember, Task
from rapport.projects.queries.going import Going, cut_by, going, refuse, refuse_merging
from rapport.projects.queries.helping import hands_on

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Cut:
    """A link that ends: who would no longer wait for whom."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what will happen. With a `refusal` nothing does.

    `outsiders` and `guests` do some of the tasks and are not on the other project; these guests
    would no longer see them.
    """

    moving: Going
    refusal: str
    tasks: int
    binned: int
    cut: list[Cut]
    companions: list[str]
    hidden: int
    lost: int
    outsiders: list[str]
    guests: list[str]
    doers: list[str]

    @property
    def cut_shown(self) -> list[Cut]:
        """The first of the links."""
        return self.cut[:SHOWN]

    @property
    def is_other_client(self) -> bool:
        """Whether the tasks go to another client's project."""
        return bool(self.moving.source.client_id != self.moving.target.client_id)


def preview(source: Project, target: Project, tasks: list[Task]) -> Preview:
    """A fixed number of queries, however many tasks."""
    moving = going(source, target, [task.pk for task in tasks])
    rows = Task.objects.filter(pk__in=moving.order)
    live = rows.live()
    count, total = live.count(), rows.count()
    shown = live.filter(visibility=Visibility.CLIENT).count()
    is_seen = source.visibility == Visibility.CLIENT
    stays_seen = target.visibility == Visibility.CLIENT and not moving.hides
    doers = _doers(moving.order)
    on_it = _people_of(target)
    outsiders = [one for one in doers if one.pk not in on_it]
    return Preview(
        moving, _said(refuse, moving), count, total - count, _cut(moving),
        [kind.said(n) for kind in companions.known() if (n := kind.of(moving.order).count())],
        hidden=shown if moving.hides else 0,
        lost=shown if is_seen and not stays_seen else 0,
        outsiders=[one.name for one in outsiders if one.role != Role.GUEST],
        guests=[one.name for one in outsiders if one.role == Role.GUEST],
        doers=[one.name for one in doers],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Merging:
    """What becomes of a project that goes into another, beyond its tasks."""

    refusal: str
    goes: list[str]
    stays: list[str]
    joins: list[str]


def merging(source: Project, target: Project) -> Merging:
    """Exactly what will happen to what hangs on the project itself."""
    goes, stays = [], []
    for kind in companions.belongings():
        rows = kind.of(source.pk)
        going_along, total = kind.goes(rows).count(), rows.count()
        goes += [kind.said(going_along)] if going_along else []
        stays += [kind.said(total - going_along)] if total > going_along else []
    on_it = ProjectMember.objects.filter(project=target).values("member")
    new = ProjectMember.objects.filter(project=source).exclude(member__in=on_it)
    people = new.select_related("member__user").order_by("member__user__name", "pk")
    return Merging(
        _said(refuse_merging, source, target), goes, stays, [one.member.name for one in people]
    )


def merge_targets(reader: Reader, source: Project) -> "QuerySet[Project]":
    """Into which a project could go: live ones of the same client, not merged themselves."""
    return targets(reader, source).filter(client=source.client_id, merged_into=None)


def merging_to_undo(project: Project, by: Member, at: datetime) -> int | None:
    """The number of the act by which this person merged a project, while it can be taken back."""
    if not project.merged_into_id:
        return None
    acts = Event.objects.in_workspace(project.workspace_id).undoable(by, at=at)
    merged = acts.filter(project_id=project.pk, verb=PROJECT_MERGED)
    last = merged.order_by("-pk").first()
    return last.pk if last and "undone" not in last.facts else None


def targets(reader: Reader, source: Project) -> "QuerySet[Project]":
    """Where tasks of a project could go: live projects, those of the same client first."""
    rows = Project.objects.visible_to(reader).live().exclude(pk=source.pk)
    listed: QuerySet[Project] = rows.select_related("client", "workspace").order_by(
        "client__name", "name", "pk"
    )
    return listed


def told_in(project: Project) -> set[int]:
    """The projects in whose stream stand the acts on the tasks of this one: itself, and where
    some of them were before."""
    before = FormerPlace.objects.filter(task__project=project).values_list("project", flat=True)
    return {project.pk, *before.distinct()}


def former_references(task: Task) -> list[str]:
    """What a task was called in other projects, the last one first."""
    rows = FormerPlace.objects.filter(task=task).order_by("-pk")
    return [f"{key}-{number}" for key, number in rows.values_list("project__key", "number")]


def _said(check: Callable[..., None], *about: object) -> str:
    try:
        check(*about)
    except Refused as refusal:
        return str(refusal)
    return ""


def _cut(moving: Going) -> list[Cut]:
    rows: list[Dependency] = cut_by(moving)
    ends = {end for row in rows for end in (row.predecessor_id, row.successor_id)}
    found = Task.objects.live().filter(pk__in=ends)
    names = dict(found.values_list("pk", "name"))
    gone = _("a task in the bin")
    return [
        Cut(names.get(row.predecessor_id, gone), names.get(row.successor_id, gone)) for row in rows
    ]


def _doers(tasks: list[int]) -> list[Member]:
    """Who does some of the tasks, or helps on some."""
    return list(hands_on(tasks).select_related("user").order_by("user__name", "pk"))


def _people_of(target: Project) -> set[int]:
    """Who is on a project that is there already."""
    if target.pk is None:
        return set()
    return set(ProjectMember.objects.filter(project=target).values_list("member", flat=True))
