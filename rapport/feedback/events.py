"""Verbs published here, each with the invitation as its subject."""

INVITED = "survey.invited"  # case (id), number (of the case), contact
ANSWERED = "survey.answered"  # case, number, score, was (score before, or null)
LOW = "survey.low"  # case, number, score: two or less, where it was better or nothing before
# Subject: the holding. facts: case, number, contact
ASKED_IF_HELD = "holding.asked"
HELD = "holding.answered"  # case, number, held
