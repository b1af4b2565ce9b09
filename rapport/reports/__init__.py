"""Status reports: facts gathered, shown in two versions from one source, sent and frozen.

Owns: StatusReport, ReportRecipient.
"""
