"""Cases and their targets."""

from rapport.cases.models.case import Case, Priority, Target

__all__ = ["Case", "Priority", "Target"]
