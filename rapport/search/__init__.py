"""Search over conversations, tasks, projects and clients.

Owns: SearchDocument. SQLite FTS5 and PostgreSQL tsvector behind one module.
"""
