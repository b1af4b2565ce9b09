"""The client's face: no password, no jargon, one list of what we need from them."""
