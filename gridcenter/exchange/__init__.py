"""Nodes, packages, merge."""
