"""What a field of a record holds, in words: from its declaration alone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from gridcenter.access.masking import masked
from gridcenter.base.periods import day_words
from gridcenter.codes.tables import Codes, CodeTable
from gridcenter.store.records import Record, field_info, target_of
from gridcenter.store.sight import sight_of


def _nobody(_session: Session) -> Mapping[bytes, str]:
    return {}


def _nothing(_session: Session) -> frozenset[tuple[type[Record], str]]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What turns codes and nodes into words: the code tables, and the names of the other PCs.

    `unkept` are fields that this township does not keep: what is still on record of them is never said.
    """

    tables: Mapping[str, CodeTable] = field(default_factory=dict)
    nodes: Callable[[Session], Mapping[bytes, str]] = _nobody
    unkept: Callable[[Session], frozenset[tuple[type[Record], str]]] = _nothing


class FieldWords:
    """Words for the values of fields, for one reading of the data; `whole`: nothing is masked."""

    def __init__(self, session: Session, lexicon: Lexicon, *, whole: bool = False) -> None:
        self._session, self._tables, self._whole = session, lexicon.tables, whole
        self._codes: dict[str, Codes] = {}
        self._unkept = lexicon.unkept(session)

    def say(self, cls: type[Record], name: str, value: Any) -> str:  # noqa: ANN401
        """Return the words of a value as its declaration lets it be shown, "" for empty or unnamed."""
        if value is None or (cls, name) in self._unkept:
            return ""
        if isinstance(value, bytes):
            return self._name(cls, name, value)
        info = field_info(cls, name)
        text = self._code(info.codes, str(value)) if info.codes else _plain(value)
        text = text if self._whole else masked(info, text)
        return f"{text} {info.unit}" if info.unit and text else text

    def short(self, cls: type[Record], name: str, value: Any) -> str:  # noqa: ANN401
        """Return the words of a value as a list has them: days in figures, quantities without unit."""
        if not isinstance(value, date | int | Decimal):
            return self.say(cls, name, value)
        text = short_words(value)
        return text if self._whole else masked(field_info(cls, name), text)

    def _name(self, cls: type[Record], name: str, value: bytes) -> str:
        target = target_of(cls, name)
        if target is None or not target.__named_by__:
            return ""
        found = self._session.get(target, value)
        if found is None:
            sight = sight_of(self._session)
            gone = "不在本片" if sight and target in sight.own else "已删除"
            return f"（{gone}的{target.__title__}）"
        return self.say(target, target.__named_by__, getattr(found, target.__named_by__))

    def _code(self, table: str, code: str) -> str:
        if table not in self._tables:
            return code
        if table not in self._codes:
            self._codes[table] = Codes.load(self._session, self._tables[table])
        return self._codes[table].word(code)


def short_words(value: object) -> str:
    """Return a value as the cell of a list: 2026-10-07, 是, 12,000."""
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, int | Decimal):
        return f"{value:,}"
    return "" if value is None else str(value)


def _plain(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return day_words(value) if isinstance(value, date) else str(value)
