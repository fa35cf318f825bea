"""Visits to households (走访)."""
