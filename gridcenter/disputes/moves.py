"""Open disputes go along when grids are redrawn; where they lay before is kept."""

from gridcenter.disputes.records import Dispute, DisputePast
from gridcenter.register.services.open_things import OpenThings

OPEN_DISPUTES = OpenThings(Dispute, DisputePast, "registered_on", "dispute_id")
MOVES = (OPEN_DISPUTES.moving("正在调解的纠纷"),)
