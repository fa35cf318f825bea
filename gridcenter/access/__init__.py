"""Accounts, roles, masking, reveal and export log."""
