"""Chat on a company's own site: a widget that we serve, and the visitors who write there.

Owns: Widget, Visitor, Declined. What visitors say is a delivery of a channel like any other, and
what they are answered leaves by the inbox's outbox; here is only what a chat has besides.
"""
