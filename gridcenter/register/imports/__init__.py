"""Spreadsheets of structure and households that the register understands."""
