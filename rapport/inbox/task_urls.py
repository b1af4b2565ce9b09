"""Routes of the ties between conversations and tasks."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.inbox import message_actions, panels
from rapport.inbox.permissions import SEE_INBOX
from rapport.inbox.views import task_ties
from rapport.projects import panels as project_panels
from rapport.projects.permissions import SEE_PROJECTS, WORK_ON_TASKS

ONE = "inbox/<int:number>/"
TASK = "projects/<key:key>/tasks/<int:number>/"

urlpatterns = [
    path("inbox/task/", task_ties.of_message, name="inbox.task_of_message"),
    path("inbox/messages/<int:pk>/", task_ties.place, name="inbox.message"),
    path(ONE + "tasks/", task_ties.panel, name="inbox.tasks"),
    path(ONE + "task/", task_ties.task, name="inbox.task"),
    path(TASK + "conversations/", task_ties.of_task, name="inbox.of_task"),
    path(TASK + "conversation/", task_ties.conversation, name="inbox.tie_to_task"),
]

panels.panel(panels.Panel(8, _("Tasks"), "inbox.tasks", SEE_PROJECTS))
project_panels.register_on_task(
    project_panels.Panel(8, _("Conversations"), "inbox.of_task", SEE_INBOX)
)
message_actions.register(
    message_actions.MessageAction(
        _("Make a task of this message"), "task", "inbox.task_of_message", WORK_ON_TASKS, 5
    )
)
