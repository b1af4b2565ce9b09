"""Verbs published here, each with the question as its subject. Taking one back is
`question.binned`, as for everything that goes to the bin."""

ASKED = "question.asked"  # number, turn, contact, needed_by
ANSWERED = "question.answered"  # number, turn, on_behalf (bool)
