"""The encrypted file: keys, unit of work, journal, schema, backup, check."""
