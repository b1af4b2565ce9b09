"""Readers of plan files: each turns one tool's file into neutral records."""
