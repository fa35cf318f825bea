"""PDF papers: faces, line breaking, sheets, tables."""
