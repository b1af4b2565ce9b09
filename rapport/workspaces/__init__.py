"""The workspace: the wall between two companies that use one Rapport.

Owns: Workspace, the open scope (first lock of tenancy), running numbers, the bin and undo.
"""
