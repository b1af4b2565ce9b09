"""Verbs published here, each with the levelling as its subject."""

LEVELLING_ASKED = "levelling.asked"  # number
LEVELLING_DONE = "levelling.done"  # number, moves: how many, or null when there is no answer
MOVES_ACCEPTED = "levelling.moves_accepted"  # number, tasks
MOVES_TAKEN_BACK = "levelling.moves_taken_back"  # number, tasks
