"""Cases, what was agreed for them, and what was missed."""

from rapport.cases.models.breach import Breach
from rapport.cases.models.case import Case, Reply
from rapport.cases.models.complaint import Complaint, Severity
from rapport.cases.models.policy import Hours, Policy, PolicyClient, Target
from rapport.cases.models.rung import Rung, Who
from rapport.lib.priority import Priority

__all__ = [
    "Breach", "Case", "Complaint", "Hours", "Policy", "PolicyClient", "Priority", "Reply", "Rung",
    "Severity", "Target", "Who",
]  # fmt: skip
