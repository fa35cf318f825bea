"""Everyone and every household at hand, for whatever matches many rows at once: imports, lists of others.

A book is read once, matches in memory, keeps what is new or changed, and writes it in bulk.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.base.ids import new_id
from gridcenter.base.names import name_key
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.records import Household, Person, Placement, PostHolding, Residence, Unit
from gridcenter.store.capture import WriteSession
from gridcenter.store.records import Record, field_names, table_of

Values = dict[str, Any]

_LONGEST_NUMBER = 30
_LEFT_BY_ROUNDING = 15
"""A spreadsheet keeps so many digits of a number and makes noughts of the rest."""


class Book:
    """Records of one class as plain dicts, by id; what is added or changed waits for save()."""

    def __init__(self, cls: type[Record], rows: Iterable[Values] = ()) -> None:
        self.cls = cls
        self.rows: dict[bytes, Values] = {row["id"]: row for row in rows}
        self._new: dict[bytes, Values] = {}
        self._changes: dict[bytes, Values] = {}

    def add(self, values: Mapping[str, Any]) -> Values:
        """Take a new record in and return it with its id."""
        row: Values = dict(values)
        row.setdefault("id", new_id())
        self.rows[row["id"]] = self._new[row["id"]] = row
        return row

    def is_new(self, row: Values) -> bool:
        """Tell whether a record was taken in since the book was read or saved."""
        return row["id"] in self._new

    def change(self, row: Values, values: Mapping[str, Any]) -> bool:
        """Change the fields that differ; None leaves a field as it is. Returns whether any did."""
        differing = {k: v for k, v in values.items() if v is not None and row.get(k) != v}
        return self.set(row, differing)

    def set(self, row: Values, values: Mapping[str, Any]) -> bool:
        """Change fields, None included."""
        if not values:
            return False
        row.update(values)
        if row["id"] not in self._new:
            self._changes.setdefault(row["id"], {}).update(values)
        return True

    def save(self, session: WriteSession) -> None:
        """Write what is new and what changed."""
        session.insert_many(self.cls, list(self._new.values()))
        session.update_many(self.cls, list(self._changes.items()))
        self._new, self._changes = {}, {}


def read_rows(session: Session, cls: type[Record], *conditions: Any) -> list[Values]:  # noqa: ANN401
    """Return records as plain dicts of id and fields."""
    table = table_of(cls)
    names = ("id", *field_names(cls))
    query = select(*(table.c[name] for name in names)).where(*conditions).order_by(table.c.id)
    return [dict(zip(names, row, strict=True)) for row in session.execute(query)]


class People(Book):
    """Everybody, found by identity number, or by name with telephone."""

    def __init__(self, rows: Iterable[Values] = ()) -> None:
        super().__init__(Person, rows)
        self._by_number: dict[str, Values] = {}
        self._by_phone: dict[tuple[str, str], Values] = {}
        self._by_name: dict[str, list[Values]] = defaultdict(list)
        for row in self.rows.values():
            self._index(row)

    @classmethod
    def load(cls, session: Session) -> "People":
        """Read everybody."""
        return cls(read_rows(session, Person))

    def by_number(self, number: str | None) -> Values | None:
        """Return the person with an identity number."""
        return self._by_number.get(number) if number else None

    def by_rounded(self, number: str, name: str) -> Values | None:
        """Return the one person of a name whose number begins with the fifteen digits that rounding left."""
        key, begun = name_key(name), number[:_LEFT_BY_ROUNDING]
        alike = [
            row
            for row in self._by_name.get(key, [])
            if (row["id_number"] or "").startswith(begun) and len(begun) == _LEFT_BY_ROUNDING
        ]
        return alike[0] if len(alike) == 1 else None

    def by_phone(self, name: str, phone: str | None) -> Values | None:
        """Return the person with this name and telephone."""
        return self._by_phone.get((name_key(name), phone)) if phone else None

    def by_name(self, name: str) -> list[Values]:
        """Return everybody of a name."""
        return self._by_name.get(name_key(name), [])

    def add(self, values: Mapping[str, Any]) -> Values:
        """Take a person in."""
        row = super().add(values)
        self._index(row)
        return row

    def set(self, row: Values, values: Mapping[str, Any]) -> bool:
        """Change a person; the new number and name are found from now on."""
        changed = super().set(row, values)
        if changed:
            self._index(row)
        return changed

    def _index(self, row: Values) -> None:
        key = name_key(row["name"])
        if row.get("id_number"):
            self._by_number.setdefault(row["id_number"], row)
        if row.get("phone"):
            self._by_phone.setdefault((key, row["phone"]), row)
        if row not in (listed := self._by_name[key]):
            listed.append(row)


def number_in(unit: Unit, number: str) -> str:
    """Return the number of a household in a village whose sub-grids each count from one."""
    return f"{unit.name}-{number}"[-_LONGEST_NUMBER:]


class Households:
    """Every household with its members and its grid."""

    def __init__(self, session: Session) -> None:
        self.households = Book(Household, read_rows(session, Household))
        placements = read_rows(
            session, Placement, Placement.until.is_(None), Placement.grid_set == MAIN_SET
        )
        self.placements = Book(Placement, placements)
        self.residences = Book(Residence, read_rows(session, Residence, Residence.until.is_(None)))
        self._by_number = {
            (row["village_id"], row["number"]): row for row in self.households.rows.values()
        }
        self._placed = {row["household_id"]: row for row in self.placements.rows.values()}
        self.members: dict[bytes, list[Values]] = defaultdict(list)
        self.home: dict[bytes, Values] = {}
        for row in self.residences.rows.values():
            self._index(row)

    def find(self, village_id: bytes, number: str) -> Values | None:
        """Return the household of a village with this number."""
        return self._by_number.get((village_id, number))

    def add(self, values: Mapping[str, Any]) -> Values:
        """Take a household in."""
        row = self.households.add(values)
        self._by_number[row["village_id"], row["number"]] = row
        return row

    def unit_of(self, household_id: bytes) -> bytes | None:
        """Return the grid a household lies in now."""
        placed = self._placed.get(household_id)
        return placed["unit_id"] if placed else None

    def place(self, household_id: bytes, unit_id: bytes, since: date | None) -> bool:
        """Put a household into a grid; the place it had before ends the day before `since`."""
        placed = self._placed.get(household_id)
        if placed and placed["unit_id"] == unit_id:
            return False
        if placed and since is None:
            self.placements.set(placed, {"unit_id": unit_id})
            return True
        if placed and since:
            self.placements.set(placed, {"until": date.fromordinal(since.toordinal() - 1)})
        self._placed[household_id] = self.placements.add({
            "household_id": household_id, "unit_id": unit_id, "grid_set": MAIN_SET,
            "since": since if placed else None,
        })  # fmt: skip
        return True

    def move_in(self, values: Mapping[str, Any]) -> Values:
        """Take a residence in."""
        row = self.residences.add(values)
        self._index(row)
        return row

    def move_out(self, residence: Values, last_day: date) -> None:
        """End a residence."""
        self.residences.set(residence, {"until": last_day})
        self.members[residence["household_id"]].remove(residence)

    def save(self, session: WriteSession) -> None:
        """Write households, their places and their members."""
        self.households.save(session)
        self.placements.save(session)
        self.residences.save(session)

    def _index(self, row: Values) -> None:
        self.members[row["household_id"]].append(row)
        self.home[row["person_id"]] = row


def current_posts(session: Session) -> list[Values]:
    """Return every post held now."""
    return read_rows(session, PostHolding, PostHolding.until.is_(None))
