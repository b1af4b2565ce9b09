"""Other ways than mail on which clients write: text messages, messengers, other systems.

Owns: Channel, Delivery, Arrival, Handle, Exchange, Sending. What a vendor sends is kept as it came
before anything is tried with it; it has exactly one outcome. Conversations and the outbox are the
inbox's own.
"""
