"""Matters of every channel (事项)."""
