"""What projects tell the stream. Facts are ids, numbers, dates and codes.

`REPLANS` names the verbs after which the dates of a plan may differ; with each of them the
project's `plan_revision` has risen.
"""

PROJECT_CREATED = "project.created"
PROJECT_CHANGED = "project.changed"  # fields
PROJECT_STATE_CHANGED = "project.state_changed"  # state, was
PERSON_JOINED = "project.person_joined"  # member
PERSON_LEFT = "project.person_left"  # member
COLUMN_LIMITED = "project.column_limited"  # state, most, was
# All tasks went into another project, which holds them under `summary`. to, act: the event of
# their leaving; was: the state until then; people: put on the other project; undone: event id.
PROJECT_MERGED = "project.merged"
PROJECT_SPLIT = "project.split"  # into, act: the event of the tasks' leaving; undone: event id
RECORDS_FOLLOWED = "project.records_followed"  # kind, ids, act: the event of the merging or leaving
PROJECT_PROGRAMME_CHANGED = "project.programme_changed"  # programme, was

PROGRAMME_CREATED = "programme.created"  # number
PROGRAMME_CHANGED = "programme.changed"  # fields
PROGRAMME_MOVED = "programme.moved"  # position, was

TASK_CREATED = "task.created"  # task number
TASK_CHANGED = "task.changed"  # fields; was: {task id: {field: value}} and now, but for words
TASK_MOVED = "task.moved"  # parent; was: {task id: [parent, the one above]}, now
TASK_STARTED = "task.started"  # was: {task id: state, percent, start, finish, turn}
TASK_PROGRESSED = "task.progressed"  # was, as above: percent or state, not done
TASK_COMPLETED = "task.completed"  # was
TASK_REOPENED = "task.reopened"  # was
TASK_ASSIGNED = "task.assigned"  # member, was: {task id: member id}
# Somebody helps on it, with another share, or no more. member, fields: what followed of the task;
# was: {task id: {percent, field: value}}; now: {helper, percent, field: value}
TASK_HELPED = "task.helped"
TASK_TURN_CHANGED = "task.turn_changed"  # turn, was: {task id: turn}
TASK_BINNED = "task.binned"  # tasks
TASK_RESTORED = "task.restored"  # tasks
TASK_LINKED = "task.linked"  # predecessor, kind, lag
TASK_UNLINKED = "task.unlinked"  # predecessor
TASK_LINK_CHANGED = "task.link_changed"  # predecessor, kind, lag

# One act on several tasks; the subject is the project.
# field (state or assignee), now, was: {task id: what it was}; or undone: event id, tasks
TASKS_CHANGED = "tasks.changed"
TASKS_BINNED = "tasks.binned"  # tasks
# Cells of a plan written at once. was and now: {task id: {field: value}}, but for words; links:
# {task id: [what it waited for, what it waits for]}; made: new tasks; tasks: all of these
TASKS_WRITTEN = "tasks.written"
TASKS_RESTORED = "tasks.restored"  # tasks

# Tasks went to another project; the subject of `left` is the one they were in, of `came` the
# other. to, tasks; places: {task: [parent, the one above]} of those at the top; links: [what a
# link was] that was cut; hidden: {seen: {by whom: tasks},
# turns: {task: [whose, since]}} where that ends; undone: event id.
TASKS_LEFT = "tasks.left"
TASKS_CAME = "tasks.came"  # from, tasks, act: the event of their leaving

REPLANS = (
    PROJECT_CHANGED, TASK_CREATED, TASK_CHANGED, TASK_MOVED, TASK_STARTED, TASK_PROGRESSED,
    TASK_COMPLETED, TASK_REOPENED, TASK_BINNED, TASK_RESTORED, TASK_LINKED, TASK_UNLINKED,
    TASK_LINK_CHANGED, TASK_HELPED, TASKS_CHANGED, TASKS_BINNED, TASKS_RESTORED, TASKS_WRITTEN,
    TASKS_LEFT, TASKS_CAME,
)  # fmt: skip
