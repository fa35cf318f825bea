"""The list of wings; importing it maps every table of the program."""

from gridcenter.access import accounts as _accounts
from gridcenter.access import log as _log
from gridcenter.codes import tables as _tables
from gridcenter.disputes import records as _disputes
from gridcenter.matters import records as _matters
from gridcenter.party import records as _party
from gridcenter.register import records as _register
from gridcenter.register.search import SOURCES as SEARCH_SOURCES
from gridcenter.sheets import imports as _imports
from gridcenter.store import journal as _journal
from gridcenter.store import meta as _meta
from gridcenter.store import search as _search
from gridcenter.supervision import records as _supervision
from gridcenter.visits import records as _visits

__all__ = ["MAPPED", "SEARCH_SOURCES"]

MAPPED = (
    _accounts, _imports, _log, _tables, _disputes, _matters, _party, _register, _journal, _meta, _search,
    _supervision, _visits,
)  # fmt: skip
"""Every module that maps tables."""
