"""Working time: business hours and holidays of a workspace.

Owns: WorkingPeriod, Holiday. The reckoning itself is in `engine.business_time`.
"""
