"""Conversations with clients over mail and portal.

Owns: Mailbox, RawMail, Conversation, Participant, Message, Draft, Attachment, Dispatch. A mail is
stored raw before anything is tried with it; it has exactly one outcome.
"""
