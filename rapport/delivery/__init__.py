"""Deliverables and their sign-off by the client.

Owns: Deliverable, DeliverableFile, SignOff.
"""
