"""Schedules: computed dates of tasks, plans brought in from other tools, plans kept as they stood.

Owns: ScheduleRow, PlanImport, PlanTemplate, Baseline. Writes schedule rows in bulk, and nobody
else does.
"""
