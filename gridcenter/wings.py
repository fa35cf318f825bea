"""The wings put together: a new wing is one line here, and its pages one in `app/rooms.py`.

Importing this maps every table of the program.
"""

from dataclasses import replace

from gridcenter.access import accounts as _accounts
from gridcenter.access import log as _log
from gridcenter.care.wing import WING as CARE
from gridcenter.codes import tables as _tables
from gridcenter.disputes.wing import WING as DISPUTES
from gridcenter.exchange import records as _exchange
from gridcenter.matters.wing import WING as MATTERS
from gridcenter.party.wing import WING as PARTY
from gridcenter.register.household_card import household_card
from gridcenter.register.purpose_notes import stating
from gridcenter.register.records import DataPurpose, DataSwitch, GridLevel, Unit, Village
from gridcenter.register.wing import WING as REGISTER
from gridcenter.sheets import imports as _imports
from gridcenter.staff.todos import handover_todos
from gridcenter.staff.wing import WING as _STAFF
from gridcenter.store import acts as _acts
from gridcenter.store import attachments as _attachments
from gridcenter.store import drafts as _drafts
from gridcenter.store import journal as _journal
from gridcenter.store import meta as _meta
from gridcenter.store import search as _search
from gridcenter.supervision.wing import WING as SUPERVISION
from gridcenter.visits.wing import WING as VISITS

__all__ = [
    "CARD_PARTS", "COUNTS", "ENDS", "FENCES", "HOLDINGS", "IMPORTS", "INDICATORS", "LEDGERS", "MAPPED", "MOVES",
    "OPEN", "SEARCH_SOURCES", "SHELVES", "TABLES", "WINGS",
]  # fmt: skip

MAPPED = (
    _accounts, _acts, _attachments, _drafts, _exchange, _imports, _log, _tables, _journal, _meta, _search,
)  # fmt: skip
"""Modules outside the wings that map tables."""

_WINGS = (REGISTER, _STAFF, CARE, VISITS, MATTERS, DISPUTES, PARTY, SUPERVISION)
HOLDINGS = tuple(one for wing in _WINGS for one in wing.holdings)
STAFF = replace(_STAFF, todos=(*_STAFF.todos, *handover_todos(HOLDINGS)))
"""The wing that sees to it that nothing is left without a holder: it must know what all wings hold."""

WINGS = (REGISTER, VISITS, STAFF, CARE, MATTERS, DISPUTES, PARTY, SUPERVISION)

_FIRST_SHELVES = ("督查考核", "走访与事项", "网格与人", "党建")
_TITLES = dict.fromkeys((*_FIRST_SHELVES, *(wing.shelf for wing in WINGS if wing.ledgers)))

CARD_PARTS = tuple(sorted((one for wing in WINGS for one in wing.card), key=lambda one: one.order))
_OF_ALL = {REGISTER.shelf: (household_card(CARD_PARTS),)}
"""Ledgers that are made of what every wing knows."""

SHELVES = {
    title: tuple(
        stating(one)
        for one in (
            *(one for wing in WINGS if wing.shelf == title for one in wing.ledgers),
            *_OF_ALL.get(title, ()),
        )
    )
    for title in _TITLES
}
"""The ledgers under their headings; headings not named above come last."""

LEDGERS = tuple(one for ledgers in SHELVES.values() for one in ledgers)
TABLES = tuple(one for wing in WINGS for one in wing.tables)
IMPORTS = tuple(one for wing in WINGS for one in wing.imports)
FENCES = tuple(one for wing in WINGS for one in wing.fences)
OPEN = (GridLevel, Village, Unit, DataPurpose, DataSwitch, _tables.CodeEntry)
"""The kinds that an account sees which may not look at business data: names of areas, words, what is kept at all."""
SEARCH_SOURCES = tuple(one for wing in WINGS for one in wing.sources)
COUNTS = tuple(one for wing in WINGS for one in wing.counts)
MOVES = tuple(one for wing in WINGS for one in wing.moves)
ENDS = tuple(one for wing in WINGS for one in wing.ends)
INDICATORS = tuple(one for wing in WINGS for one in wing.indicators)
