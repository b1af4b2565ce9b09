"""How well clients are served: facts about finished exchanges, and who has fallen silent.

Owns: ConversationFact, ClientRhythm, Cursor. All three can be thrown away and counted anew."""
