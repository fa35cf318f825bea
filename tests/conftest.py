"""What every test may count on: no display is needed, no password lies about."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("GRIDCENTER_PASSWORD", None)
