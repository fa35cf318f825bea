"""A list of records from the declarations of their fields: found, sorted and put into words by them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, false, or_, select
from sqlalchemy.orm import Session

from gridcenter.access.field_words import FieldWords, Lexicon
from gridcenter.access.masking import is_masked
from gridcenter.codes.tables import Codes
from gridcenter.register.records import Unit
from gridcenter.register.services.areas import homes_of, units_of
from gridcenter.register.services.grids import name_with_village, village_names
from gridcenter.store.declared import Kind, declared
from gridcenter.store.listing import Listing, RecordRow, Wish, fetch_ids, in_span
from gridcenter.store.records import Record, field_info, field_names, table_of, target_of


def record_listing(
    lexicon: Lexicon, cls: type[Record], *names: str, order: Sequence[str] = (), day: str = ""
) -> Listing[RecordRow]:
    """Return the list of all records of a class, of which the fields `names` are shown.

    Words are looked for in what is shown, never in what is masked. Filters: the name of a field
    (its value), "period" (a span of the field `day`), "area" (of unit, household or village).
    `order` is what it is sorted by as long as nobody chooses a column.
    """
    asked = _Asked(lexicon, cls, names, tuple(order) or names[:1], day)
    return Listing(asked.find, asked.load)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a list was declared with."""

    lexicon: Lexicon
    cls: type[Record]
    names: tuple[str, ...]
    order: tuple[str, ...]
    day: str

    def find(self, session: Session, wish: Wish) -> Sequence[bytes]:
        """Return the ids that a wish means."""
        query = select(self.cls.id).where(*self._filters(session, wish.filters))
        if wish.words:
            found = [self._said(session, name, wish.words) for name in self.names]
            query = query.where(or_(false(), *(one for one in found if one is not None)))
        by = (wish.sort_by,) if wish.sort_by in self.names else self.order
        keys = [self._key(session, name) for name in by]
        return fetch_ids(
            session,
            query.order_by(*(key.desc() if wish.descending else key for key in keys), self.cls.id),
        )

    def load(self, session: Session, ids: Sequence[bytes]) -> dict[bytes, RecordRow]:
        """Return the rows of these records: codes and names as words, numbers of people masked."""
        records = session.scalars(select(self.cls).where(self.cls.id.in_(ids))).all()
        named = [self._named(session, name, records) for name in self.names]
        speaker = FieldWords(session, self.lexicon)
        rows = {}
        for one in records:
            words = {}
            for name, known in zip(self.names, named, strict=True):
                value = getattr(one, name)
                words[name] = known.get(value) or speaker.short(self.cls, name, value)
            rows[one.id] = RecordRow(one.id, words)
        return rows

    def _named(
        self, session: Session, name: str, records: Sequence[Record]
    ) -> Mapping[object, str]:
        """Return the names of all records that a field points to, by one query."""
        target = target_of(self.cls, name)
        if target is None or not target.__named_by__:
            return {}
        ids = {getattr(one, name) for one in records} - {None}
        if target is Unit:
            villages = village_names(session)
            units = session.scalars(select(Unit).where(Unit.id.in_(ids)))
            return {u.id: name_with_village(u.name, villages.get(u.village_id, "")) for u in units}
        found = session.scalars(select(target).where(target.id.in_(ids))).all()
        speaker, by = FieldWords(session, self.lexicon), target.__named_by__
        return {one.id: speaker.short(target, by, getattr(one, by)) for one in found}

    def _filters(
        self, session: Session, filters: Mapping[str, object]
    ) -> list[ColumnElement[bool]]:
        found = in_span(getattr(self.cls, self.day), filters.get("period")) if self.day else []
        if area := filters.get("area"):
            found.append(_in_area(session, self.cls, area))
        fields = set(field_names(self.cls))
        found += [
            getattr(self.cls, name) == value
            for name, value in filters.items()
            if name in fields and value is not None
        ]
        return found

    def _said(self, session: Session, name: str, words: str) -> Any:  # noqa: ANN401  (the ORM types no column by name)
        """Return the condition that what is shown of a field says the words; None where it cannot."""
        column: Any = getattr(self.cls, name)
        one = declared(self.cls, name)
        if is_masked(field_info(self.cls, name)):
            return None
        if one.kind is Kind.CODE:
            codes = self._codes(session, one.codes)
            return column.in_([code for code, word in codes.items() if words in word])
        target = target_of(self.cls, name)
        if target is not None and target.__named_by__:
            called = getattr(target, target.__named_by__)
            ids = select(target.id).where(called.contains(words, autoescape=True))
            return column.in_(ids)
        if one.kind in {Kind.WORDS, Kind.LINES}:
            return column.contains(words, autoescape=True)
        return None

    def _key(self, session: Session, name: str) -> ColumnElement[Any]:
        """Return what a field is sorted by: codes in the order of their table, records by name."""
        column: Any = getattr(self.cls, name)
        one = declared(self.cls, name)
        if one.kind is Kind.CODE:
            places = {code: n for n, code in enumerate(self._codes(session, one.codes))}
            return case(places, value=column, else_=len(places))
        target = target_of(self.cls, name)
        if target is not None and target.__named_by__:
            called = getattr(target, target.__named_by__)
            return select(called).where(target.id == column).scalar_subquery()
        key: ColumnElement[Any] = column.expression
        return key

    def _codes(self, session: Session, table: str) -> Mapping[str, str]:
        codes = Codes.load(session, self.lexicon.tables[table])
        return codes.words | codes.retired


def _in_area(session: Session, cls: type[Record], area: object) -> ColumnElement[bool]:
    columns, names = table_of(cls).columns, field_names(cls)
    if "unit_id" in names:
        return columns.unit_id.in_(units_of(session, area))
    if "household_id" in names:
        return columns.household_id.in_(homes_of(session, area))
    villages = select(Unit.village_id).where(Unit.id.in_(units_of(session, area)))
    return or_(columns.village_id == area, columns.village_id.in_(villages))
