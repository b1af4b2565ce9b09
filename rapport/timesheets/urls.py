"""Routes under /w/<slug>/."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts import bin
from rapport.accounts.context import Place, place
from rapport.inbox import companions as inbox_companions
from rapport.inbox import panels as inbox_panels
from rapport.projects import panels
from rapport.timesheets.models import TimeEntry
from rapport.timesheets.operations import entries, going_along
from rapport.timesheets.permissions import LOG_TIME, SEE_TIME
from rapport.timesheets.views import conversation, entry, people, week

urlpatterns = [
    path("time/", week.week, name="time"),
    path("time/people/", people.index, name="time.people"),
    path("time/people/<int:pk>/", people.week, name="time.person"),
    path("time/<int:pk>/", entry.entry, name="time.entry"),
    path("time/<int:pk>/deletion/", entry.deletion, name="time.deletion"),
    path("time/<int:pk>/restoration/", entry.restoration, name="time.restoration"),
    path("inbox/<int:number>/time/", conversation.of_conversation, name="time.of_conversation"),
    path("inbox/<int:number>/time/new/", conversation.new, name="time.new_on_conversation"),
    path("projects/<str:key>/time/", week.of_project, name="time.of_project"),
    path("projects/<str:key>/tasks/<int:number>/time/", week.of_task, name="time.of_task"),
]

place(Place(50, _("Time"), "clock", "time", LOG_TIME, shortcut="g h"))
panels.register(panels.Panel(40, _("Time"), "time.of_project", SEE_TIME, side=True))
panels.register_on_task(panels.Panel(40, _("Time"), "time.of_task", SEE_TIME))
inbox_panels.panel(inbox_panels.Panel(60, _("Time"), "time.of_conversation", SEE_TIME))
inbox_companions.register(
    inbox_companions.Companion("time", going_along.said, going_along.join, going_along.part)
)
bin.register(bin.Kind(TimeEntry, LOG_TIME, entries.restore))
