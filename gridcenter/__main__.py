"""python -m gridcenter."""

import sys

from gridcenter.cli import main

sys.exit(main())
