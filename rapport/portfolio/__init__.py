"""All projects side by side: who has how much to do when, and what could move.

Owns: Levelling, Move, Way. Everything shown is reckoned from plans, bookings and working hours.
"""
