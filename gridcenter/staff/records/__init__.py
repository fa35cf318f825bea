"""What is kept of the people who work in the grids: allowance, handover, training, work checks."""

from gridcenter.staff.records.allowance import (
    Absence,
    AllowanceChange,
    AllowanceRate,
    AllowanceRule,
)
from gridcenter.staff.records.checks import WorkCheck, WorkCheckItem
from gridcenter.staff.records.handover import Handover, HandoverLine
from gridcenter.staff.records.training import Attendance, Training

__all__ = [
    "Absence",
    "AllowanceChange",
    "AllowanceRate",
    "AllowanceRule",
    "Attendance",
    "Handover",
    "HandoverLine",
    "Training",
    "WorkCheck",
    "WorkCheckItem",
]
