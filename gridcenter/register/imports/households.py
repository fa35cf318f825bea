"""Which household of the register a row of another sheet means: visits, links, whatever names a household."""

import re
from typing import Any

from gridcenter.base.names import name_key
from gridcenter.register.imports.places import Places
from gridcenter.register.imports.sheet_names import village_of_sheet
from gridcenter.register.records import Unit, Village
from gridcenter.register.services.books import Households, People, Values, number_in
from gridcenter.sheets.columns import Line, Remark

_BRACKETED = re.compile(r"[(（][^()（）]*[)）]$")
"""王甲（户主） is 王甲."""


class HouseholdFinder:
    """Finds households by village or grid, and by number, or by their head where there is none.

    A row has the columns village, subgrid, number and head.
    """

    def __init__(self, places: Places, people: People, homes: Households) -> None:
        self._places, self._people, self._homes = places, people, homes

    def find(self, line: Line, remarks: list[Remark]) -> Values | None:
        """Return the household a row means; None, and why in `remarks`, when that cannot be told."""
        v: dict[str, Any] = line.values
        village, unit = self._place(line)
        if village is None:
            named = v["village"] or v["subgrid"]
            words = f"“{named}”不在本乡镇的村和网格里，请核对" if named else "没有填村名或网格"
            remarks.append(Remark("村名", words, "unknown_village", True))
            return None
        number, head = v["number"], _BRACKETED.sub("", v["head"] or "")
        if number:
            found = self._numbered(number, village, unit)
            words = f"{village.name}没有户号 {number}，请核对户号，或先导入花名册"
        else:
            found = self._headed(head, village, unit)
            words = f"{village.name}没有户主“{head}”，或有几户同名，请填户号" if head else "没有填户号和户主姓名"
        if found is None:
            remarks.append(Remark("户号", words, "unknown_household", True))
        elif number and head and not self._lives_there(found, head):
            said = f"户号 {found['number']} 里没有叫“{head}”的人，请核对"
            remarks.append(Remark("户主姓名", said, "other_head"))
        return found

    def _place(self, line: Line) -> tuple[Village | None, Unit | None]:
        v: dict[str, Any] = line.values
        village = self._places.village(v["village"])
        if not v["village"]:
            village = village_of_sheet(self._places, line.sheet)
        unit = self._places.unit(v["subgrid"], village)
        return village or self._places.village_of(unit), unit

    def _numbered(self, number: str, village: Village, unit: Unit | None) -> Values | None:
        own = self._homes.find(village.id, number_in(unit, number)) if unit else None
        return own or self._homes.find(village.id, number)

    def _headed(self, name: str, village: Village, unit: Unit | None) -> Values | None:
        stays = [
            stay
            for person in (self._people.by_name(name) if name else ())
            if (stay := self._homes.home.get(person["id"])) and stay["relation"] == "head"
        ]
        homes = [self._homes.households.rows[stay["household_id"]] for stay in stays]
        found = [home for home in homes if home["village_id"] == village.id]
        if len(found) > 1 and unit is not None:
            found = [home for home in found if self._homes.unit_of(home["id"]) == unit.id]
        return found[0] if len(found) == 1 else None

    def _lives_there(self, household: Values, name: str) -> bool:
        stays = self._homes.members[household["id"]]
        names = (self._people.rows[stay["person_id"]]["name"] for stay in stays)
        return any(name_key(one) == name_key(name) for one in names)
