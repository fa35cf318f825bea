"""What can be done with visits, their plans, checklists and campaigns."""

from gridcenter.visits.services.visits import (
    VISITS,
    VisitEntry,
    VisitRow,
    raise_matter,
    record_visit,
)

__all__ = ["VISITS", "VisitEntry", "VisitRow", "raise_matter", "record_visit"]
