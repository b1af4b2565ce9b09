"""Questions to clients, and when they may be asked.

Owns: Question."""
