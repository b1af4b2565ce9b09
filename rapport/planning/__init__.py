"""Schedules: computed dates of tasks, plans brought in from other tools, plans kept as they stood.

Owns: ScheduleRow, PlanImport, Baseline. Writes schedule rows in bulk, and nobody else does.
"""
