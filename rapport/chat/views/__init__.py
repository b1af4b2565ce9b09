"""The pages of chat, and what its widget asks for."""
