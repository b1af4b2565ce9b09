"""Cases and their targets."""

from rapport.cases.models.case import Case, Priority, Target, Told

__all__ = ["Case", "Priority", "Target", "Told"]
