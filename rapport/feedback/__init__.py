"""Satisfaction: one question after a case, one click to answer.

Some days after something was mended: did it hold?

Owns: Invitation, Answer, Holding."""
