"""What can be done with structure, people and households."""
