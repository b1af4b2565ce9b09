"""The companies served and their people.

Owns: Client, ClientDomain, Contact, and how a contact signs in.
"""
