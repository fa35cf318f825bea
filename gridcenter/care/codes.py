"""Code tables of the wing."""

from gridcenter.codes.tables import CodeTable

TABLES: tuple[CodeTable, ...] = ()
