"""Time spent on tasks and projects.

Owns: TimeEntry."""
