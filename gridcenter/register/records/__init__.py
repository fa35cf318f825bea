"""Structure, people and households as they lie in the file.

`since` and `until` are the first and last day something holds; None is open.
"""

from gridcenter.register.records.boards import BoardText, NoticeBoard
from gridcenter.register.records.concerns import Concern
from gridcenter.register.records.duplicates import DistinctPair, LikelyPair, Merger
from gridcenter.register.records.households import Household, Placement, Residence
from gridcenter.register.records.people import Person, PostHolding
from gridcenter.register.records.privacy import DataPurpose, DataSwitch
from gridcenter.register.records.redrawing import Redrawing, UnitPast
from gridcenter.register.records.structure import (
    GridLevel,
    GridSet,
    PartyCover,
    PartyUnit,
    RequiredPost,
    Unit,
    Village,
)

__all__ = [
    "BoardText",
    "Concern",
    "DataPurpose",
    "DataSwitch",
    "DistinctPair",
    "GridLevel",
    "GridSet",
    "Household",
    "LikelyPair",
    "Merger",
    "NoticeBoard",
    "PartyCover",
    "PartyUnit",
    "Person",
    "Placement",
    "PostHolding",
    "Redrawing",
    "RequiredPost",
    "Residence",
    "Unit",
    "UnitPast",
    "Village",
]
