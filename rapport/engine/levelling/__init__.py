"""Levelling: when each activity begins if people and machines can be in one place at a time.

The resource-constrained project scheduling problem and its relatives. `problem` states it,
`checker` tells whether an answer keeps every rule, the others find answers and bounds.
"""
