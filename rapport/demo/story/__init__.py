"""A small studio, four clients, eight projects, two of them led as one programme, five
months: a story told by real operations.

Each client's part is a script that yields moments and acts in between; `telling` plays all scripts
in the order of time. Dates are relative to the day it is told; the same seed and day give the same
story.
"""
