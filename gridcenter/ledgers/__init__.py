"""Ledgers: definition, rows, and what is made of them."""
