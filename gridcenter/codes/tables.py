"""Code tables (代码表): the words a field can hold, shipped with the program and added to by the office.

A record keeps the code; screens and papers show the word. The code of a word that the office adds
is the word itself, and its id is made from table and code, so that two PCs adding the same word agree.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Integer, String, select
from sqlalchemy.orm import Mapped, Session

from gridcenter.base.errors import RuleBroken
from gridcenter.base.ids import named_id
from gridcenter.base.texts import fold, squeeze
from gridcenter.store.capture import WriteSession
from gridcenter.store.fields import field
from gridcenter.store.records import Record


class CodeEntry(Record):
    """A word added to a code table by the office."""

    __tablename__ = "code_entry"
    __title__ = "代码"

    table: Mapped[str] = field("代码表", String(40), index=True)
    code: Mapped[str] = field("代码", String(40))
    word: Mapped[str] = field("名称", String(40))
    position: Mapped[int] = field("顺序", Integer)
    enabled: Mapped[bool] = field("启用", Boolean)


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A table as shipped: code → word; `synonyms` are other spellings offices use (spelling → code)."""

    name: str
    title: str
    words: Mapping[str, str]
    synonyms: Mapping[str, str]
    extensible: bool = True


def code_table(
    name: str,
    title: str,
    words: Mapping[str, str],
    synonyms: Mapping[str, str] | None = None,
    *,
    extensible: bool = True,
) -> CodeTable:
    """Declare a table."""
    return CodeTable(name, title, words, synonyms or {}, extensible)


class Codes:
    """A table as it is now: shipped words and the office's own."""

    def __init__(
        self,
        table: CodeTable,
        added: Iterable[tuple[str, str]] = (),
        retired: Iterable[tuple[str, str]] = (),
    ) -> None:
        self.table = table
        self.words: dict[str, str] = dict(table.words) | dict(added)
        self.retired: dict[str, str] = dict(retired)
        self._codes = {_form(word): code for code, word in reversed(self.words.items())}
        self._codes |= {_form(word): code for word, code in table.synonyms.items()}

    @classmethod
    def load(cls, session: Session, table: CodeTable) -> "Codes":
        """Read the office's words from the file, those no longer in use apart."""
        query = select(CodeEntry.code, CodeEntry.word, CodeEntry.enabled).where(
            CodeEntry.table == table.name
        )
        found = session.execute(query.order_by(CodeEntry.position)).all()
        added = [(code, word) for code, word, enabled in found if enabled]
        return cls(table, added, [(code, word) for code, word, enabled in found if not enabled])

    def word(self, code: str | None) -> str:
        """Return the word of a code ("" for none)."""
        return self.words.get(code) or self.retired.get(code, code) if code else ""

    def code(self, word: str) -> str | None:
        """Return the code of a word or of a code itself, None when it is unknown; spaces do not matter."""
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
