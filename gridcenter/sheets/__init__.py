"""Spreadsheets in, in any office format, and out."""
