"""All projects along one line of time: their promises, their likely ends, how their clients feel;
and what the projects of a programme come to together.

Owns no rows. It stands above feedback, cases and timesheets, whose word on a project it repeats.
"""
