"""What every test may count on: no display is needed, no password lies about, garbage is
collected between two tests and never inside a call of Qt (desk/collector.py says why).
"""

import gc
import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("GRIDCENTER_PASSWORD", None)
gc.disable()
MANY = 20_000


@pytest.fixture(autouse=True)
def collected():
    yield
    if gc.get_count()[0] > MANY:
        gc.collect()
