"""Writes on clients and their people."""
