"""网格队伍 as a wing."""

from gridcenter.staff.codes import TABLES
from gridcenter.staff.reach import FENCES
from gridcenter.wing import Wing

WING = Wing(
    title="网格队伍",
    tables=TABLES,
    shelf="网格与人",
    fences=FENCES,
    watched=frozenset({"handover", "handover_line"}),
)
