"""Verbs published here; those of levelling have the levelling as their subject."""

LEVELLING_ASKED = "levelling.asked"  # number
LEVELLING_DONE = "levelling.done"  # number, moves: how many, or null when there is no answer
MOVES_ACCEPTED = "levelling.moves_accepted"  # number, tasks
MOVES_TAKEN_BACK = "levelling.moves_taken_back"  # number, tasks

# Of the ways to do a task, each with the way as its subject; what a taken way changes on the task
# is told by `task.changed` beside it.
WAY_NOTED = "way.noted"  # number, task, kind, duration, work, price
WAY_TAKEN = "way.taken"  # number, task
WAY_LEFT = "way.left"  # number, task
