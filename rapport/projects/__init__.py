"""Projects and what people decided about their work: tasks, links between them, who is on what.

Dates that are computed live in `planning`.
"""
