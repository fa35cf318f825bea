"""网格队伍 as a wing."""

from gridcenter.staff.allowance_ledger import ALLOWANCE_LEDGERS
from gridcenter.staff.check_ledgers import CHECK_LEDGERS
from gridcenter.staff.codes import TABLES
from gridcenter.staff.imports import STAFF
from gridcenter.staff.moves import MOVES
from gridcenter.staff.post_ledgers import POSTS
from gridcenter.staff.reach import FENCES
from gridcenter.staff.search import SOURCES
from gridcenter.staff.services.checks import checks_to_do
from gridcenter.staff.training_ledgers import TRAINING_LEDGERS
from gridcenter.wing import Wing
from gridcenter.wing.todos import TodoList

WING = Wing(
    title="网格队伍",
    tables=TABLES,
    imports=(STAFF,),
    shelf="网格与人",
    fences=FENCES,
    moves=MOVES,
    sources=SOURCES,
    ledgers=(POSTS, *ALLOWANCE_LEDGERS, *TRAINING_LEDGERS, *CHECK_LEDGERS),
    todos=(TodoList(lambda session, _month, today: checks_to_do(session, today)),),
    watched=frozenset({"allowance_rate", "handover", "handover_line", "work_check"}),
)
