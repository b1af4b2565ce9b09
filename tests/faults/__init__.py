"""Kill -9 in the middle of things, and count what is lost or doubled."""
