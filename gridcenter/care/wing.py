"""帮扶联系 as a wing."""

from sqlalchemy import func, select

from gridcenter.care.card import CARD
from gridcenter.care.codes import TABLES
from gridcenter.care.ends import ENDS
from gridcenter.care.holdings import LINKS
from gridcenter.care.indicators import INDICATORS
from gridcenter.care.ledgers import LEDGERS
from gridcenter.care.reach import FENCES
from gridcenter.care.records import HelpCase, HelpMeasure, HouseholdLink
from gridcenter.care.services.links import open_links
from gridcenter.care.todos import TODOS
from gridcenter.wing import Count, Wing

_LINKED = func.count(HouseholdLink.household_id.distinct())
_HELPED = func.count(HelpCase.household_id.distinct())
_CHANGED = func.count(HelpMeasure.id)

WING = Wing(
    title="帮扶联系",
    tables=TABLES,
    shelf="网格与人",
    ledgers=LEDGERS,
    fences=FENCES,
    counts=(
        Count("linked", "联系户", select(_LINKED).where(open_links())),
        Count("helped", "摸排困难户", select(_HELPED)),
        Count("subsidies_new", "新增补助", select(_CHANGED).where(HelpMeasure.subsidy == "new")),
        Count("subsidies_raised", "补助提标", select(_CHANGED).where(HelpMeasure.subsidy == "raised")),
    ),
    todos=TODOS,
    indicators=INDICATORS,
    holdings=(LINKS,),
    ends=ENDS,
    card=CARD,
    watched=frozenset({"concern", "household_link", "help_case", "help_measure"}),
)
