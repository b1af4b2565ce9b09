"""Mail that other servers hand over: LMTP from our own, SMTP from anybody's."""
