"""Monthly supervision (督查考核)."""
