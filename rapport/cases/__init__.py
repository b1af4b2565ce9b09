"""Cases: a question, request, issue or complaint that must be answered in time and solved.

Owns: Case, Target. The clock counts business minutes and stands still on the client's turn.
"""
