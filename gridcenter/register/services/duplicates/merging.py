"""Making two records one: everything that hangs on the one is hung on the other, nothing is doubled."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import String, select

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotAllowed, NotFound, RuleBroken
from gridcenter.base.periods import day_before, today
from gridcenter.register.records import Household, Merger, Person, Residence
from gridcenter.register.services.duplicates.details import (
    Changed,
    Details,
    Gone,
    Made,
    Moved,
    title_for,
    write_details,
)
from gridcenter.store.attachments import Attachment
from gridcenter.store.capture import WriteSession
from gridcenter.store.records import Record, field_names, record_classes, table_of
from gridcenter.store.sight import unlimited
from gridcenter.store.values import plain

Values = dict[str, Any]
MERGED: dict[str, type[Record]] = {"person": Person, "household": Household}
"""What can be merged, by kind."""
_SPAN = ("since", "until")


def references_to(kind: str) -> Iterator[tuple[type[Record], str]]:
    """Yield every field of every record that points to records of a kind."""
    for _name, cls in sorted(record_classes().items()):
        for column in table_of(cls).columns:
            if any(key.column.table.name == kind for key in column.foreign_keys):
                yield cls, column.key


def merge(
    session: WriteSession,
    actor: Actor,
    kind: str,
    *,
    kept: bytes,
    gone: bytes,
    values: Mapping[str, Any],
    home: bytes | None = None,
) -> Merger:
    """Make two records one: `kept` gets the values chosen and all that hung on `gone`.

    `home` is the household a person lives in from now on, where the two lived in two; the other
    stay ends. Raises NotFound, RuleBroken, NotAllowed for what the account may not change.
    """
    actor.require(Right.ENTER)
    cls = MERGED[kind]
    if kept == gone or session.get(cls, kept) is None or session.get(cls, gone) is None:
        raise NotFound(f"这两条{cls.__title__}登记中有一条已经不在，请刷新后再看")
    name = _name_of(session, kind, gone)
    with unlimited(session):
        work = _Merging(session, actor)
        work.change(cls, kept, values)
        work.absorb(cls, kept, gone)
        if kind == Person.__tablename__:
            work.settle_homes(kept, home)
        else:
            work.settle_heads(kept)
    made = Merger(
        kind=kind, kept=kept, gone=gone, name=name, merged_on=today(), merged_by=actor.name,
        details=write_details(work.details),
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


class _Merging:
    """One merger under way, noting all it does."""

    def __init__(self, session: WriteSession, actor: Actor) -> None:
        self._session, self._actor = session, actor
        self.details = Details([], [], [])

    def absorb(self, cls: type[Record], kept: bytes, gone: bytes) -> None:
        """Hang everything on `kept` that hangs on `gone`, then delete `gone`."""
        self._require(cls)
        for other, field in references_to(cls.__tablename__):
            self._hang_over(other, field, kept, gone)
        self._move_attachments(kept, gone)
        values = {n: _as_text(v) for n, v in self._row(cls, gone).items() if n != "id"}
        self.details.gone.append(Gone(cls.__tablename__, gone.hex(), values))
        self._session.delete_many(cls, [gone])

    def change(self, cls: type[Record], record: bytes, values: Mapping[str, Any]) -> None:
        """Change values of a record that differ."""
        before = self._row(cls, record)
        after = {name: value for name, value in values.items() if before[name] != value}
        if after:
            self._require(cls)
            self._session.update_many(cls, [(record, after)])
            self.details.changed.append(Changed(
                cls.__tablename__, record.hex(),
                {name: _as_text(before[name]) for name in after},
                {name: _as_text(value) for name, value in after.items()},
            ))  # fmt: skip

    def settle_homes(self, person: bytes, home: bytes | None) -> None:
        """Let a person live in one household: other stays end yesterday."""
        stays = [one for one in self._rows(Residence, "person_id", person) if one["until"] is None]
        homes = {one["household_id"] for one in stays}
        if len(homes) < 2:  # noqa: PLR2004  (one home)
            return
        if home not in homes:
            raise RuleBroken("home", "两条登记住在两户，请选现在住在哪一户")
        yesterday = day_before(today())
        for stay in stays:
            if stay["household_id"] != home:
                last = max(yesterday, stay["since"] or yesterday)
                self.change(Residence, stay["id"], {"until": last})

    def settle_heads(self, home: bytes) -> None:
        """Leave a household one head: the one it had before."""
        stays = self._rows(Residence, "household_id", home)
        heads = [one for one in stays if one["until"] is None and one["relation"] == "head"]
        moved = {one.id for one in self.details.moved}
        for head in sorted(heads, key=lambda one: one["id"].hex() in moved)[1:]:
            self.change(Residence, head["id"], {"relation": "other"})

    def _hang_over(self, cls: type[Record], field: str, kept: bytes, gone: bytes) -> None:
        here = self._rows(cls, field, kept)
        for row in self._rows(cls, field, gone):
            self._require(cls)
            twins = [one for one in here if _is_double(cls, field, one, row)]
            if not twins and field in cls.__id_from__:
                self._make_anew(cls, row | {field: kept})
            elif not twins:
                self._session.update_many(cls, [(row["id"], {field: kept})])
                self.details.moved.append(
                    Moved(cls.__tablename__, row["id"].hex(), field, gone.hex(), kept.hex())
                )
            else:
                twin = max(twins, key=lambda one: one.get("until") == row.get("until"))
                twin |= _joined(cls, field, twin, row, days=len(twins) == 1)
                self.change(cls, twin["id"], {n: v for n, v in twin.items() if n != "id"})
                self.absorb(cls, twin["id"], row["id"])

    def _make_anew(self, cls: type[Record], row: Values) -> None:
        """Put the record in its place that another PC would make for what it points to now."""
        values = row | {"id": cls.id_of(*(row[name] for name in cls.__id_from__))}
        self._session.insert_many(cls, [values])
        told = {name: _as_text(value) for name, value in values.items() if name != "id"}
        self.details.made.append(Made(cls.__tablename__, values["id"].hex(), told))
        self.absorb(cls, values["id"], row["id"])

    def _move_attachments(self, kept: bytes, gone: bytes) -> None:
        for row in self._rows(Attachment, "record", gone):
            self._session.update_many(Attachment, [(row["id"], {"record": kept})])
            moved = Moved("attachment", row["id"].hex(), "record", gone.hex(), kept.hex())
            self.details.moved.append(moved)

    def _rows(self, cls: type[Record], field: str, record: bytes) -> list[Values]:
        table = table_of(cls)
        names = ("id", *field_names(cls))
        query = select(*(table.c[n] for n in names)).where(table.c[field] == record)
        found = self._session.connection().execute(query.order_by(table.c.id))
        return [dict(zip(names, row, strict=True)) for row in found]

    def _row(self, cls: type[Record], record: bytes) -> Values:
        return self._rows(cls, "id", record)[0]

    def _require(self, cls: type[Record]) -> None:
        right = Right[cls.__kept_by__]
        if not self._actor.may(right):
            raise NotAllowed(
                f"这里有{title_for(self._actor, cls)}登记，{self._actor.role.title}账号不能改它。请由中心主任来合并"
            )


def _is_double(cls: type[Record], field: str, one: Values, other: Values) -> bool:
    """Tell whether two records say the same thing of the same time once `field` is the same."""
    names = field_names(cls)
    dated = "until" in names
    alike = cls.__one_of__ if cls.__one_of__ is not None else _naming(cls) if dated else names
    if any(one[name] != other[name] for name in alike if name != field):
        return False
    return not dated or (_reaches(one, other) and _reaches(other, one))


def _naming(cls: type[Record]) -> list[str]:
    """Return the fields that say what a record with days is about: required references and words."""
    columns = [table_of(cls).columns[name] for name in field_names(cls)]
    return [
        c.key
        for c in columns
        if not c.nullable and (c.foreign_keys or isinstance(c.type, String))
    ]


def _reaches(one: Values, other: Values) -> bool:
    """Tell whether the first begins before the second has ended."""
    until, since = other["until"], one.get("since")
    return until is None or since is None or since <= until


def _joined(
    cls: type[Record], field: str, one: Values, other: Values, *, days: bool
) -> Values:
    """Return what the first of two doubles becomes: its gaps filled, and with `days` the days of both."""
    filled = {
        name: other[name]
        for name in field_names(cls)
        if name != field and name not in _SPAN and one[name] is None and other[name] is not None
    }
    for name, outer in (("since", min), ("until", max)):
        if days and name in one:
            both: list[date | None] = [one[name], other[name]]
            known = [day for day in both if day is not None]
            filled[name] = outer(known) if len(known) == len(both) else None
    return filled


def _as_text(value: Any) -> Any:  # noqa: ANN401
    return value.hex() if isinstance(value, bytes) else plain(value)


def _name_of(session: WriteSession, kind: str, record: bytes) -> str:
    found = session.get_one(MERGED[kind], record)
    return str(getattr(found, found.__named_by__))
