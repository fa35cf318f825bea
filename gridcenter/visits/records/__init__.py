"""Visits, the plans they follow, the checklists gone through, the campaigns they carry."""

from gridcenter.visits.records.campaigns import Campaign, CampaignTarget
from gridcenter.visits.records.checklists import Checklist, ChecklistAnswer, ChecklistItem
from gridcenter.visits.records.plans import VisitPlan
from gridcenter.visits.records.visits import Visit

__all__ = [
    "Campaign",
    "CampaignTarget",
    "Checklist",
    "ChecklistAnswer",
    "ChecklistItem",
    "Visit",
    "VisitPlan",
]
