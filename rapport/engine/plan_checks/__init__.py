"""The fourteen checks of a plan's quality by the Defense Contract Management Agency.

Earned Value Management System Program Analysis Pamphlet, DCMA-EA PAM 200.1, October 2012.
"""
