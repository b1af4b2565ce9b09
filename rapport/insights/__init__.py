"""How well clients are served: facts about finished exchanges, and who has fallen silent.

Owns: ConversationFact, PackedDay, ClientRhythm, Cursor. All can be thrown away and counted anew."""
