"""The village a sheet is named after, for files with one sheet a village."""

import re

from gridcenter.base.texts import fold, squeeze
from gridcenter.register.imports.places import Places
from gridcenter.register.records import Village

_BRACKETS = re.compile(r"\([^()]*\)")
_COUNT = re.compile(r"^\d+[-_.、 ]*|^第?[一二三四五六七八九十]+[、.]")
_TAIL = re.compile(
    r"(?:农户|居民|村民|人口|家庭|党员|党支部|支部|入户|走访|网格|花名册|名册|名单|登记表|记录表|登记|记录"
    r"|台账|信息|采集|汇总|情况|基本|明细|统计|册|表|\d+|[-_.、年月份])+$"
)


def village_of_sheet(places: Places, sheet: str) -> Village | None:
    """Return the village a sheet is named after: 严务村, 01严务村, 严务村花名册; None for others."""
    name = _BRACKETS.sub("", squeeze(fold(sheet)))
    bare = _COUNT.sub("", name)
    forms = dict.fromkeys((name, bare, _TAIL.sub("", bare)))
    return next(filter(None, map(places.village, forms)), None)
