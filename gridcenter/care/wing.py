"""帮扶联系 as a wing."""

from gridcenter.care import records as _records
from gridcenter.care.codes import TABLES
from gridcenter.care.reach import FENCES
from gridcenter.care.todos import TODOS
from gridcenter.wing import Wing

__all__ = ["WING"]

MAPPED = (_records,)
WING = Wing(
    title="帮扶联系",
    tables=TABLES,
    shelf="网格与人",
    fences=FENCES,
    todos=TODOS,
    watched=frozenset({"concern", "household_link", "help_case", "help_measure"}),
)
