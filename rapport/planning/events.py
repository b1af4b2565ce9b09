"""What planning tells the stream; the subject is the project."""

# moved: [task ids], finish, was: iso moments or null, circle: [task ids]. By the system; told
# when more than the dates of the changed task moved.
PLAN_SCHEDULED = "plan.scheduled"
# The plan is too long to be dated in the transaction of the edit.
PLAN_OUTDATED = "plan.outdated"
# A long plan is to be read by the worker; the subject is the import.
PLAN_IMPORT_SENT = "plan_import.sent"
# An import is to be applied by the worker; the subject is the import.
PLAN_IMPORT_ASKED = "plan_import.asked"
# number, source, created, changed, links, baselines, costs; by whoever brought the file in.
PLAN_IMPORTED = "plan.imported"
# template or project: where the shape comes from; tasks and risks: [ids], links, began: the
# project's first day until then. The subject is the project.
PLAN_FILLED = "plan.filled"
# number, tasks, project; the subject is the template, as it is below.
TEMPLATE_SAVED = "plan_template.saved"
# number.
TEMPLATE_RENAMED = "plan_template.renamed"
# calendar: its id or null, what: chosen, created, renamed, week, exceptions, removed; undone: event
# id. The hours that a plan counts in are other ones.
PLAN_HOURS_CHANGED = "plan.hours_changed"
# was and now: {field: value} of the plan's rules.
PLAN_RULES_CHANGED = "plan.rules_changed"
# was and now: {field: value} of what promise dates assume.
PLAN_ASSUMED = "plan.assumed"
# day: iso; was and now: {task, timing, share: {id: {field: value}}}; or undone: event id. Work that
# was overdue goes on from that day; the subject is the project.
REMAINING_WORK_MOVED = "plan.remaining_work_moved"
# fields of the timing; was: {task id: {field: value}} and now. The subject is the task.
TASK_TIMED = "task.timed"
# number, made: [task ids]; the subject is the task that comes back, as it is of those below.
SERIES_BEGUN = "task_series.begun"
# number, made, moved, removed: [task ids].
SERIES_CHANGED = "task_series.changed"
# number, undone: the event that was taken back.
SERIES_TAKEN_BACK = "task_series.taken_back"
# number, tasks, finish, digest; the subject is the baseline, as it is of those below.
BASELINE_TAKEN = "baseline.taken"
# number.
BASELINE_RENAMED = "baseline.renamed"
# number; the subject is the scenario. Its edits are tried, and nothing of the plan changes.
SCENARIO_DRAFTED = "scenario.drafted"
# number; its edits became those of the plan by acts: [event ids].
SCENARIO_KEPT = "scenario.kept"
# number, undone: the event that kept it.
SCENARIO_TAKEN_BACK = "scenario.taken_back"
# Tasks came from another project by act, the event of their leaving. calendars: copies that they
# brought along; held: tasks that keep their day by it; hidden: {by whom seen: series}. The subject
# is the project.
TASKS_SETTLED = "plan.tasks_settled"
# fields of what a task costs; was and now: {field: minor units or null}. The subject is the task.
TASK_COSTED = "task.costed"
# number; the subject is the risk, as it is of those below.
RISK_NOTED = "risk.noted"
# number, fields; was and now: {field: value, tasks: [ids]} where no word changed.
RISK_CHANGED = "risk.changed"
