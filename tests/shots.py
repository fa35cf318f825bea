"""Pictures of every page and dialog, light and dark, for the manual and for looking at: make shots.

python tests/shots.py [--scale 1.5] [NAME …] takes those whose names begin so, of a screen of 1366 × 768
pixels. They lie in build/shots-100 (150, …); those that the manual shows are copied to docs/pictures.
"""

import argparse
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
SCREEN = ROOT / "build" / "screen.json"


def stage(scale):
    """Tell Qt, before it is loaded, of a screen as township offices have them."""
    SCREEN.parent.mkdir(exist_ok=True)
    screen = {"name": "screen", "x": 0, "y": 0, "width": 1366, "height": 768, "logicalDpi": 96, "dpr": 1}
    SCREEN.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={SCREEN}"
    os.environ["QT_SCALE_FACTOR"] = str(scale)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*")
    asked.add_argument("--scale", type=float, default=1.0)
    wish = asked.parse_args()
    stage(wish.scale)
    from tests.scenes.run import run  # noqa: PLC0415  (Qt reads the stage when it is loaded)

    run(wish.names, wish.scale)


if __name__ == "__main__":
    main()
