"""帮扶联系 as a wing."""

from gridcenter.care.codes import TABLES
from gridcenter.wing import Wing

WING = Wing(title="帮扶联系", tables=TABLES, shelf="网格与人")
