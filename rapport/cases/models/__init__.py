"""Cases and their targets."""

from rapport.cases.models.case import Case, Reply
from rapport.cases.models.policy import Hours, Policy, PolicyClient, Priority, Target

__all__ = ["Case", "Hours", "Policy", "PolicyClient", "Priority", "Reply", "Target"]
