"""What staff get told, where, and how it is bundled.

Owns: Notification, Preference."""
