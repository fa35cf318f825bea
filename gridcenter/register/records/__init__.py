"""Structure, people and households as they lie in the file.

`since` and `until` are the first and last day something holds; None is open.
"""

from gridcenter.register.records.households import Household, Placement, Residence
from gridcenter.register.records.people import Person, PostHolding
from gridcenter.register.records.structure import GridLevel, PartyUnit, Unit, Village

__all__ = [
    "GridLevel",
    "Household",
    "PartyUnit",
    "Person",
    "Placement",
    "PostHolding",
    "Residence",
    "Unit",
    "Village",
]
