"""Search over conversations, tasks and clients.

Owns: SearchDocument. SQLite FTS5 and PostgreSQL tsvector behind one module.
"""
