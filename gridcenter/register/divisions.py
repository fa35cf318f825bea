"""The bundled list of divisions and villages (国家统计局 2023-06-30), offered at first run.

Codes are attributes that change; they are never identity. The list stays compressed.
"""

import csv
import io
import lzma
from dataclasses import dataclass

from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.names import village_key
from gridcenter.base.paths import shipped

LIST_DATE = "2023年6月30日"
_TOWNSHIP, _COUNTY = 9, 6
_COMMUNITY_ENDINGS = ("社区居民委员会", "社区居委会", "居民委员会", "居委会")


@dataclass(frozen=True, slots=True)
class Division:
    """A division with its official code and name."""

    code: str
    name: str


def township(code: str) -> Division:
    """Return a township by its 9-digit code; raises RuleBroken or NotFound."""
    return _one("streets", code, _TOWNSHIP, "乡镇")


def county(code: str) -> Division:
    """Return a county by its 6-digit code; raises RuleBroken or NotFound."""
    return _one("areas", code, _COUNTY, "县（市、区）")


def villages(code: str) -> list[Division]:
    """Return the villages and communities of a township, in the order of the list."""
    return [Division(d.code, village_name(d.name)) for d in _read("villages", code)]


def children(code: str) -> list[Division]:
    """Return what lies directly below a division: "" gives the provinces."""
    below = {0: "provinces", 2: "cities", 4: "areas", 6: "streets"}
    return _read(below[len(code)], code)


def village_name(official: str) -> str:
    """Return the everyday name: 严务村委会 → 严务村, 多福巷社区居委会 → 多福巷社区."""
    core = village_key(official)
    for ending in _COMMUNITY_ENDINGS:
        if official.endswith(ending):
            return f"{core}社区"
    return f"{core}村" if official.endswith(("村委会", "村民委员会")) else official


def _one(listing: str, code: str, digits: int, what: str) -> Division:
    if len(code) != digits or not code.isdigit():
        raise RuleBroken("division", f"区划代码“{code}”不对，{what}的代码是 {digits} 位数字")
    found = _read(listing, code)
    if not found:
        raise NotFound(f"{LIST_DATE}的名单里没有代码为 {code} 的{what}，请核对代码")
    return found[0]


def _read(listing: str, beginning: str) -> list[Division]:
    path = shipped(f"resources/villages/{listing}.csv.xz")
    with lzma.open(path) as packed, io.TextIOWrapper(packed, encoding="utf-8") as lines:
        next(lines)
        wanted = (line for line in lines if line.startswith(beginning))
        return [Division(row[0], row[1]) for row in csv.reader(wanted)]
