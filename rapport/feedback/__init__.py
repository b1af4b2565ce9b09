"""Satisfaction: one question after a case, one click to answer.

Owns: Invitation, Answer."""
