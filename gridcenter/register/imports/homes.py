"""Which household every row of a roster means: by its number, or by its head where there is none.

A roster without numbers begins a household with each head; its number is then 户主 and the head's
name, with a count behind it for namesakes. A roster that counts anew in each sub-grid has a number
several times in a village; all but the first get the sub-grid's name before it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from gridcenter.base.identity import Identity, check
from gridcenter.base.names import name_key
from gridcenter.register.records import Unit, Village
from gridcenter.register.services.books import Households, People, Values, number_in
from gridcenter.sheets.columns import Line, Remark

_NAMED = re.compile(r"户主(.*?)\d*")
_SURE = 10


@dataclass(slots=True, eq=False)
class Row:
    """A row that has a village; `unit` is the grid it names, `home` the household it turns out to mean."""

    line: Line
    village: Village
    unit: Unit | None
    is_head: bool
    remarks: list[Remark]
    home: "Home | None" = None

    @property
    def values(self) -> dict[str, Any]:
        """The parsed cells."""
        return self.line.values

    @property
    def heads_name(self) -> str:
        """The name of the household's head, as far as this row tells it."""
        return str(self.values["name"] if self.is_head else self.values["head"])

    @property
    def home_number(self) -> str:
        """The number of its household in the register."""
        return self.home.number if self.home else ""

    @property
    def home_unit(self) -> Unit | None:
        """The grid of its household, None when no row names it."""
        return self.home.unit if self.home else None

    def remark(self, words: str, reason: str) -> None:
        """Say something about the row's household."""
        self.remarks.append(Remark("户号", words, reason))


@dataclass(slots=True, eq=False)
class Home:
    """The rows of one household, and its number in the register."""

    village: Village
    unit: Unit | None
    given: str
    """The number in the sheet, empty for none."""
    named: str
    """Of a household without a number: the name it goes by."""
    number: str = ""
    rows: list[Row] = field(default_factory=list)

    @property
    def heads(self) -> set[str]:
        """The names of its heads, as keys."""
        return {name_key(row.heads_name) for row in self.rows if row.heads_name}

    def take(self, row: Row) -> None:
        """Take a row in."""
        row.home = self
        self.rows.append(row)
        self.unit = self.unit or row.unit


class Homes:
    """The households of one file, gathered before the first is written."""

    def __init__(self, people: People, homes: Households) -> None:
        self._people = people
        self._register = homes
        self._numbered: dict[tuple[bytes, str], list[Home]] = defaultdict(list)
        self._named: dict[tuple[bytes, str], list[Home]] = defaultdict(list)
        self._last: Home | None = None
        self._by_name: dict[tuple[bytes, str], list[Values]] = defaultdict(list)
        for household in homes.households.rows.values():
            if named := _NAMED.fullmatch(household["number"]):
                self._by_name[household["village_id"], name_key(named[1])].append(household)

    def gather(self, rows: Iterable[Row | None]) -> None:
        """Give every row its household; None stands for a head's row that was turned away."""
        for row in rows:
            if row is None:
                self._last = None
                continue
            self._last = self._by_number(row) if row.values["number"] else self._by_head(row)
            self._last.take(row)
        for numbered in self._numbered.values():
            self._number_all(_parted(numbered))
        for named in self._named.values():
            self._name_all(named)

    def _by_number(self, row: Row) -> Home:
        known = self._numbered[row.village.id, row.values["number"]]
        if row.unit is None and self._last in known:
            return self._last
        for home in known:
            if row.unit is None or home.unit is None or home.unit is row.unit:
                return home
        known.append(Home(row.village, row.unit, row.values["number"], ""))
        return known[-1]

    def _by_head(self, row: Row) -> Home:
        name = row.values["head"] or (row.values["name"] if row.is_head else "")
        if name:
            known = self._named[row.village.id, name_key(name)]
            if same := _meant(known, row):
                return same
        elif self._last is not None and self._last.village is row.village:
            if not row.values["relation"]:
                row.remark("没有户号、户主和与户主关系，先归到上一行那一户，请核对", "joined_last")
            return self._last
        else:
            name = row.values["name"]
            row.remark(f"没有户号，前面也没有这一户的户主，先按“户主{name}”立户，请核对", "no_head")
        home = Home(row.village, row.unit, "", name)
        self._named[row.village.id, name_key(name)].append(home)
        return home

    def _number_all(self, homes: list[Home]) -> None:
        used: set[str] = set()
        for home in homes:
            own = number_in(home.unit, home.given) if home.unit else home.given
            plain = self._register.find(home.village.id, home.given)
            if self._register.find(home.village.id, own):
                home.number = own
            elif home.given in used or (plain and self._is_elsewhere(home, plain)):
                home.number = own
                words = f"村里别的网格已有户号 {home.given}，这一户记作“{own}”"
                home.rows[0].remark(words, "number_again")
            else:
                home.number = home.given
            used.add(home.number)

    def _is_elsewhere(self, home: Home, plain: Values) -> bool:
        """Tell whether the household with this number is another: another grid, nobody in common."""
        unit_id = self._register.unit_of(plain["id"])
        if home.unit is None or unit_id in (None, home.unit.id) or not home.heads:
            return False
        members = {name_key(member["name"]) for member in self._members(plain)}
        said = home.heads | {name_key(row.values["name"]) for row in home.rows}
        return bool(members) and not members & said

    def _name_all(self, homes: list[Home]) -> None:
        """Match namesakes with the households of the register, the most alike first."""
        pairs = [
            (likeness, home, household)
            for home in homes
            for household in self._candidates(home)
            if (likeness := self._likeness(home, household))
        ]
        taken: set[bytes] = set()
        for _, home, household in sorted(pairs, key=lambda pair: -pair[0]):
            if not home.number and household["id"] not in taken:
                home.number = household["number"]
                taken.add(household["id"])
        used = {home.number for home in homes}
        for home in homes:
            if not home.number:
                home.number = self._free(home, used)
                used.add(home.number)

    def _free(self, home: Home, used: set[str]) -> str:
        number, count = f"户主{home.named}", 1
        while number in used or self._register.find(home.village.id, number):
            count += 1
            number = f"户主{home.named}{count}"
        if count > 1:
            words = f"村里不止一户户主叫{home.named}，这一户没有户号，记作“{number}”，请补上户号"
            home.rows[0].remark(words, "same_head")
        return number

    def _candidates(self, home: Home) -> list[Values]:
        """Return the households that go by this head's name, and those where the row's people live."""
        named = self._by_name.get((home.village.id, name_key(home.named)), ())
        found = {household["id"]: household for household in named}
        for row in home.rows:
            person = self._people.by_number(_sound(row.values["id_number"])) if row.is_head else None
            stay = self._register.home.get(person["id"]) if person else None
            household = self._register.households.rows[stay["household_id"]] if stay else None
            if household and household["village_id"] == home.village.id:
                found[household["id"]] = household
        return list(found.values())

    def _likeness(self, home: Home, household: Values) -> int:
        """Tell how much speaks for a household; 0 when something speaks against it or nothing for it."""
        members = self._members(household)
        headed = any(row.is_head for row in home.rows)
        score = common = 0
        if not headed:
            score = any(name_key(one["name"]) == name_key(home.named) for one in members)
        for row in home.rows:
            likeness = max((_alike(row, member) for member in members), default=0)
            if row.is_head and likeness < 0:
                return 0
            score += max(likeness, 0)
            common += likeness > 0
        if score >= _SURE or common > 1 or not headed:
            return score
        small = len({row.values["name"] for row in home.rows}) == 1 or len(members) == 1
        return score if small or not members else 0

    def _members(self, household: Values) -> list[Values]:
        stays = self._register.members[household["id"]]
        return [self._people.rows[stay["person_id"]] for stay in stays]


def _parted(homes: list[Home]) -> list[Home]:
    """Join the homes of one number unless they have heads of their own, in grids of their own."""
    kept: list[Home] = []
    for home in homes:
        same = [one for one in kept if one.heads & home.heads]
        bare = not home.heads or any(not one.heads for one in kept)
        if kept and (same or bare):
            owner = same[0] if same else kept[0]
            for row in home.rows:
                words = f"户号 {home.given} 在这张表里分在几个网格，先归到一处，请核对"
                row.remark(words, "two_grids")
                owner.take(row)
        else:
            kept.append(home)
    return kept


def _meant(homes: list[Home], row: Row) -> Home | None:
    """Return the household of this head's name a row means; another head's row begins another."""
    if not homes or not row.is_head:
        return homes[-1] if homes else None
    for home in homes:
        if any(one.is_head and _repeats(one.values, row.values) for one in home.rows):
            return home
    return None if any(one.is_head for one in homes[-1].rows) else homes[-1]


def _repeats(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if one["id_number"].text or other["id_number"].text:
        return bool(one["id_number"].text == other["id_number"].text)
    return bool(one["phone"] and one["phone"] == other["phone"] and one["birth"] == other["birth"])


def _alike(row: Row, member: Values) -> int:
    """Tell how sure a row and a member are one: -1 for namesakes, 0 for other names."""
    values = row.values
    number = _sound(values["id_number"])
    if name_key(member["name"]) != name_key(values["name"]):
        return 0
    if number and member["id_number"] == number:
        return _SURE
    if number and member["id_number"] and not check(member["id_number"]).problem:
        return -1
    birth = values["birth"] or values["id_number"].birth
    if birth and member["birth"]:
        return 2 if birth == member["birth"] else -1
    return 2 if values["phone"] and values["phone"] == member["phone"] else 1


def _sound(identity: Identity) -> str | None:
    return identity.text if identity.text and not identity.problem else None
