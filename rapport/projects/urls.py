"""Routes, the place in the rail, the tabs of a project."""

from django.urls import path, register_converter
from django.utils.translation import gettext_lazy as _

from rapport.accounts import bin, forwarding
from rapport.accounts.context import Place, place
from rapport.clients.panels import Panel, panel
from rapport.projects import former_addresses, panels, shapes, stories
from rapport.projects.models import Project, Task
from rapport.projects.operations import projects, tasks
from rapport.projects.permissions import MANAGE_PROJECTS, SEE_PROJECTS, WORK_ON_TASKS
from rapport.projects.tabs import Tab, register
from rapport.projects.views import (
    board,
    fields,
    helping,
    links,
    listing,
    merge,
    new_task,
    of_client,
    people,
    project,
    several,
    split,
    task,
    transfer,
)


class Key:
    """A project's key: capitals and digits, so that `projects/new/` is never a project."""

    regex = "[A-Z][A-Z0-9]{0,7}"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands."""
        return value


__all__ = ["stories", "urlpatterns"]  # the stories register themselves

register_converter(Key, "key")
forwarding.register(former_addresses.new_address)
place(Place(40, _("Projects"), "projects", "projects.index", SEE_PROJECTS, "g p", on_phone=True))
panel(Panel(10, _("Projects"), "projects.of_client", SEE_PROJECTS, "main"))
shapes.register(shapes.Shape(10, _("List"), "projects.index", SEE_PROJECTS))
register(Tab(10, _("Overview"), "projects.project", SEE_PROJECTS))
panels.register_on_task(panels.Panel(5, _("Who works on it"), "projects.task_people", SEE_PROJECTS))
register(Tab(30, _("Board"), "projects.board", SEE_PROJECTS, "b"))

ONE, TASK = "projects/<key:key>/", "projects/<key:key>/tasks/<int:number>/"

urlpatterns = [
    path("projects/", listing.index, name="projects.index"),
    path("projects/new/", project.new, name="projects.new"),
    path("clients/<str:key>/projects/", of_client.of_client, name="projects.of_client"),
    path(ONE, project.overview, name="projects.project"),
    path(f"{ONE}details/", project.details, name="projects.details"),
    path(f"{ONE}state/", project.state, name="projects.state"),
    path(f"{ONE}bin/", project.bin_, name="projects.bin"),
    path(f"{ONE}restoration/", project.restoration, name="projects.restoration"),
    path(f"{ONE}people/", people.add, name="projects.people"),
    path(f"{ONE}people/<int:member>/", people.remove, name="projects.person"),
    path(f"{ONE}board/", board.page, name="projects.board"),
    path(f"{ONE}tasks/", several.bulk, name="projects.tasks"),
    path(f"{ONE}tasks/new/", new_task.new_task, name="projects.new_task"),
    path(f"{ONE}transfer/", transfer.page, name="projects.transfer"),
    path(f"{ONE}split/", split.page, name="projects.split"),
    path(f"{ONE}merge/", merge.page, name="projects.merge"),
    path(f"{ONE}undo/<int:act>/", several.undo, name="projects.undo"),
    path(TASK, task.page, name="projects.task"),
    path(f"{TASK}fields/", fields.edit, name="projects.task_fields"),
    path(f"{ONE}board/<str:state>/limit/", board.limit, name="projects.column_limit"),
    path(f"{TASK}place/", board.place, name="projects.task_place"),
    path(f"{TASK}outline/", task.outline, name="projects.task_outline"),
    path(f"{TASK}bin/", task.bin_, name="projects.task_bin"),
    path(f"{TASK}restoration/", task.restoration, name="projects.task_restoration"),
    path(f"{TASK}people/", helping.panel, name="projects.task_people"),
    path(f"{TASK}helpers/", helping.helpers, name="projects.task_helpers"),
    path(f"{TASK}helpers/<int:row>/", helping.helper, name="projects.task_helper"),
    path(f"{TASK}links/", links.links, name="projects.task_links"),
    path(f"{TASK}links/<int:before>/", links.link, name="projects.task_link"),
]
bin.register(bin.Kind(Project, MANAGE_PROJECTS, projects.restore))
bin.register(bin.Kind(Task, WORK_ON_TASKS, tasks.restore))
