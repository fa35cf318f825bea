"""The workbench: true numbers of all wings, each a door to its list."""
