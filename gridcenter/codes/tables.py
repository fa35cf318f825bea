"""Code tables (代码表): the words a field can hold, shipped with the program and kept by the office.

A record keeps the code; screens and papers show the word. The code of a word that the office adds
is the word itself, and its id is made from table and code, so that two PCs adding the same word agree.
What the office changes of a shipped word stands in an entry of the same code. No code is ever used
again for something else, and none vanishes: a word out of use is still read on old records.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Date, Integer, String, select
from sqlalchemy.orm import Mapped, Session

from gridcenter.base.errors import RuleBroken
from gridcenter.base.ids import named_id
from gridcenter.base.periods import today
from gridcenter.base.texts import fold, squeeze
from gridcenter.store.capture import WriteSession
from gridcenter.store.fields import field as mapped
from gridcenter.store.records import Record


class CodeEntry(Record):
    """A word that the office added to a code table, or what it changed of a shipped one."""

    __tablename__ = "code_entry"
    __title__ = "代码"
    __kept_by__ = "STRUCTURE"
    __named_by__ = "word"

    table: Mapped[str] = mapped("代码表", String(40), index=True)
    code: Mapped[str] = mapped("代码", String(40))
    word: Mapped[str] = mapped("名称", String(40))
    position: Mapped[int] = mapped("顺序", Integer)
    enabled: Mapped[bool] = mapped("启用", Boolean)
    since: Mapped[date | None] = mapped("启用日期", Date)
    until: Mapped[date | None] = mapped("停用日期", Date, hint="最后一天；以后新登记不再可选")
    national: Mapped[str | None] = mapped("国标代码", String(40), hint="对应的国家或部门代码")
    spellings: Mapped[str | None] = mapped(
        "表格里的其他写法", String(200), hint="用顿号隔开，导入时都认作这个词"
    )


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A table as shipped: code → word; `synonyms` are other spellings offices use (spelling → code).

    `retired` words are no longer offered, old records still show them. `national` holds the codes of
    a national `standard` (code → national code), unverified where the reference says so.
    """

    name: str
    title: str
    words: Mapping[str, str]
    synonyms: Mapping[str, str]
    extensible: bool = True
    retired: Mapping[str, str] = field(default_factory=dict)
    standard: str = ""
    national: Mapping[str, str] = field(default_factory=dict)


def code_table(
    name: str,
    title: str,
    words: Mapping[str, str],
    synonyms: Mapping[str, str] | None = None,
    *,
    extensible: bool = True,
    retired: Mapping[str, str] | None = None,
    standard: str = "",
    national: Mapping[str, str] | None = None,
) -> CodeTable:
    """Declare a table."""
    return CodeTable(
        name, title, words, synonyms or {}, extensible, retired or {}, standard, national or {}
    )


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a table as it is now; `entry` holds what the office keeps of it."""

    code: str
    word: str
    position: int
    entry: CodeEntry | None

    def holds(self, day: date) -> bool:
        """Tell whether it is offered on a day."""
        kept = self.entry
        if kept is None:
            return True
        begun = kept.since is None or kept.since <= day
        return kept.enabled and begun and (kept.until is None or day <= kept.until)


def words_of(session: Session, table: CodeTable) -> list[Word]:
    """Return every word of a table in its order, those out of use among them."""
    query = select(CodeEntry).where(CodeEntry.table == table.name).order_by(CodeEntry.id)
    return _merged(table, session.scalars(query))


def _merged(table: CodeTable, entries: Iterable[CodeEntry]) -> list[Word]:
    kept = {entry.code: entry for entry in entries}
    shipped = [
        Word(code, kept[code].word, kept[code].position, kept[code])
        if code in kept
        else Word(code, word, place, None)
        for place, (code, word) in enumerate(table.words.items())
    ]
    added = [Word(e.code, e.word, e.position, e) for e in kept.values() if e.code not in table.words]
    return sorted([*shipped, *added], key=lambda one: one.position)


class Codes:
    """A table as it is on a day: the words offered, and those that old records may still hold."""

    def __init__(
        self, table: CodeTable, words: Iterable[Word] | None = None, day: date | None = None
    ) -> None:
        self.table = table
        known, on = list(_merged(table, ()) if words is None else words), day or today()
        self.words: dict[str, str] = {one.code: one.word for one in known if one.holds(on)}
        self.retired: dict[str, str] = dict(table.retired)
        self.retired |= {one.code: one.word for one in known if not one.holds(on)}
        self._codes = {_form(word): code for code, word in reversed(self.retired.items())}
        self._codes |= {_form(word): code for word, code in table.synonyms.items()}
        self._codes |= {_form(table.words[code]): code for code in table.words}
        for one in known:
            said = one.entry.spellings if one.entry else None
            self._codes |= {_form(spelling): one.code for spelling in spellings(said)}
        self._codes |= {_form(word): code for code, word in reversed(self.words.items())}

    @classmethod
    def load(cls, session: Session, table: CodeTable, day: date | None = None) -> "Codes":
        """Read what the office keeps of a table, as of a day (None: today)."""
        return cls(table, words_of(session, table), day)

    def word(self, code: str | None) -> str:
        """Return the word of a code ("" for none)."""
        return self.words.get(code) or self.retired.get(code, code) if code else ""

    def code(self, word: str) -> str | None:
        """Return the code of a word or of a code itself, None when it is unknown; spaces do not matter.

        A word out of use is still understood: an old sheet may hold it.
        """
        return word if word in self.words else self._codes.get(_form(word))

    def add(self, word: str) -> str:
        """Take a new word in for this run; written to the file by save_words."""
        if not self.table.extensible:
            allowed = "、".join(self.words.values())
            raise RuleBroken(self.table.name, f"{self.table.title}没有“{word}”，可以填：{allowed}")
        self.words[word] = self._codes[_form(word)] = word
        return word

    def take(self, word: str) -> str:
        """Return the code of a word, adding it when the table may grow."""
        return self.code(word) or self.add(word)


def spellings(said: str | None) -> list[str]:
    """Return the spellings written one beside the other, parted by 、 or commas."""
    return [part.strip() for part in re.split("[、,，;；]", said or "") if part.strip()]


def _form(word: str) -> str:
    return squeeze(fold(word))


def save_words(session: WriteSession, codes: Codes) -> int:
    """Write the words added since loading; returns how many."""
    known = set(
        session.scalars(select(CodeEntry.code).where(CodeEntry.table == codes.table.name))
    )
    rows: list[dict[str, Any]] = [
        {
            "id": named_id("code", codes.table.name, code), "table": codes.table.name,
            "code": code, "word": word, "position": position, "enabled": True,
        }
        for position, (code, word) in enumerate(codes.words.items())
        if code not in codes.table.words and code not in known
    ]  # fmt: skip
    session.insert_many(CodeEntry, rows)
    return len(rows)
