"""Status reports."""

from rapport.reports.models.report import ReportRecipient, StatusReport

__all__ = ["ReportRecipient", "StatusReport"]
