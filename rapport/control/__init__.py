"""Whether a plan is kept and whether it is sound: earned value, and the fourteen checks.

Owns no rows. It stands above timesheets, for the hours spent, and planning, for the baseline.
"""
