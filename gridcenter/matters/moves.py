"""Open matters go along when grids are redrawn; where they lay before is kept."""

from gridcenter.matters.records import Matter, MatterPast
from gridcenter.register.services.open_things import OpenThings

OPEN_MATTERS = OpenThings(Matter, MatterPast, "reported_on", "matter_id")
MOVES = (OPEN_MATTERS.moving("未办结的事项"),)
