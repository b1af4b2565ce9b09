"""Cases: what must be answered in time and solved: from a question to a complaint.

Owns: Case, Target. The clock counts business minutes and stands still on the client's turn.
"""
