"""Links of households and help as they lie in the file.

`since` and `until` are the first and last day something holds; None is open.
"""

from gridcenter.care.records.helping import HelpCase, HelpMeasure
from gridcenter.care.records.links import HouseholdLink

__all__ = ["HelpCase", "HelpMeasure", "HouseholdLink"]
