"""Schedules: computed dates of tasks, and plans brought in from other tools.

Owns: ScheduleRow, PlanImport. Writes schedule rows in bulk, and nobody else does.
"""
