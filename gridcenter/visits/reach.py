"""Which visits an account of an area sees: those to its households."""

from gridcenter.access.reach import Fence
from gridcenter.register.reach import HOMES
from gridcenter.visits.records import Visit

FENCES = (Fence(Visit, lambda visit: visit.household_id.in_(HOMES)),)
