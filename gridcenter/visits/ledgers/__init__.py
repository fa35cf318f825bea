"""The ledgers and papers of visits."""

from gridcenter.ledgers.model import LedgerDef
from gridcenter.visits.ledgers.campaigns import CAMPAIGNS_LEDGER
from gridcenter.visits.ledgers.checklists import CHECKLISTS_LEDGER
from gridcenter.visits.ledgers.visit_list import VISIT_LIST
from gridcenter.visits.ledgers.visits import VISITS_LEDGER

LEDGERS: tuple[LedgerDef, ...] = (VISITS_LEDGER, VISIT_LIST, CHECKLISTS_LEDGER, CAMPAIGNS_LEDGER)
