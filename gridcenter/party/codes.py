"""Code tables of Party work."""

from gridcenter.codes.tables import code_table

UNIT_KIND = code_table(
    "party_unit_kind",
    "党组织类别",
    {"committee": "党委", "general_branch": "党总支", "branch": "党支部", "group": "党小组"},
    extensible=False,
)
TABLES = (UNIT_KIND,)
