"""One search index for everything, kept in the same transaction as the records.

Every entry becomes short ASCII words in an FTS5 table: a Chinese character is four base-36 digits,
so that rare characters above U+FFFF are found like all others, and a substring of up to four
characters is the beginning of a word. Latin letters (pinyin and initials) and figures stand as
they are, from every place where a search may begin.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Index, Integer, String, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from gridcenter.store.fields import Blob
from gridcenter.store.records import Local
from gridcenter.store.writers import insert_rows

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_WINDOW, _WIDTH = 4, 4
"""Characters of a word, and digits of a character."""
_RUNS = re.compile(r"[^\W_]+")
_PIECES = re.compile(r"[a-z]+|\d+x?")
_CHUNK = 500
_MOST_CHARS, _MOST_PIECES = 400, 16

CREATE_INDEX = (
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "words, content='', contentless_delete=1, tokenize='ascii', prefix='2', detail='none')"
)


class SearchEntry(Local):
    """One findable thing: a record, what to show of it, and where it lies."""

    __tablename__ = "search_entry"

    row: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    record: Mapped[bytes] = mapped_column(Blob(16))
    title: Mapped[str] = mapped_column(String(80))
    place: Mapped[str] = mapped_column(String(120))

    __table_args__ = (
        Index("ix_search_entry_record", "record"),
        Index("ix_search_entry_row", "row", "record"),
    )


@dataclass(slots=True)
class Entry:
    """What a wing wants found: Han words (`texts`), pinyin as it may be typed (`spelt`), figures."""

    record: bytes
    title: str
    place: str
    texts: Sequence[str] = ()
    spelt: Iterable[str] = ()
    figures: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """How one kind of thing gets into the index; `letter` tells the kinds apart inside it.

    `affected` names the records whose entries may have changed, given what a transaction touched;
    `load` returns the entries of those that still exist.
    """

    kind: str
    letter: str
    title: str
    affected: Callable[[Session, Mapping[str, set[bytes]]], set[bytes]]
    load: Callable[[Session, Sequence[bytes]], Iterable[Entry]]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found."""

    kind: str
    record: bytes
    title: str
    place: str


class SearchIndex:
    """The index over all sources; `keep` is handed to the database as a deriver."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._sources = tuple(sources)

    def keep(self, session: Session, touched: Mapping[str, set[bytes]]) -> None:
        """Bring the entries of everything a transaction touched up to date."""
        for source in self._sources:
            records = sorted(source.affected(session, touched))
            if records:
                self._replace(session, source, records)

    def find(self, session: Session, words: str, per_kind: int = 20) -> list[Hit]:
        """Return what matches, kind by kind, at most `per_kind` of each."""
        hits: list[Hit] = []
        for source in self._sources:
            query = expression(source.letter, words)
            if query:
                rows = session.execute(_FIND, {"query": query, "most": per_kind})
                hits += [Hit(*row) for row in rows]
        return hits

    @staticmethod
    def _replace(session: Session, source: Source, records: Sequence[bytes]) -> None:
        connection = session.connection()
        if connection.scalar(text("SELECT 1 FROM search_entry LIMIT 1")):
            for start in range(0, len(records), _CHUNK):
                _forget(session, source.kind, records[start : start + _CHUNK])
        row = connection.scalar(text("SELECT COALESCE(MAX(row), 0) FROM search_entry")) or 0
        entries, words = [], []
        for number, entry in enumerate(source.load(session, records), row + 1):
            entries.append((number, source.kind, entry.record, entry.title, entry.place))
            words.append((number, _words(source.letter, entry)))
        if entries:
            insert_rows(connection, "INSERT INTO search_entry", entries)
            insert_rows(connection, "INSERT INTO search_index (rowid, words)", words)


def _forget(session: Session, kind: str, records: Sequence[bytes]) -> None:
    connection = session.connection()
    marks = ",".join("?" * len(records))
    found = connection.exec_driver_sql(
        f"SELECT row FROM search_entry WHERE record IN ({marks}) AND kind = ?", (*records, kind)
    ).all()
    if found:
        rows = [(row,) for (row,) in found]
        connection.exec_driver_sql("DELETE FROM search_index WHERE rowid=?", rows)
        connection.exec_driver_sql("DELETE FROM search_entry WHERE row=?", rows)


def expression(letter: str, words: str) -> str:
    """Return the FTS5 query for what a person typed, "" when it holds nothing to look for."""
    terms: list[str] = []
    for run in _runs(words)[:_MOST_PIECES]:
        if run.isascii():
            terms += [f"{letter}{piece}*" for piece in _PIECES.findall(run)]
        elif len(run) <= _WINDOW:
            terms.append(f"{letter}{_code(run)}*")
        else:
            last = len(run) - _WINDOW
            terms += [f"{letter}{_code(run[i : i + _WINDOW])}" for i in range(last + 1)]
    return " AND ".join(terms)


MATCHING = (
    "SELECT e.record FROM search_index i CROSS JOIN search_entry e ON e.row = i.rowid "
    "WHERE search_index MATCH :query ORDER BY i.rowid"
)
"""Ids of what matches an expression, in the order of entry."""

_FIND = text(
    "SELECT e.kind, e.record, e.title, e.place FROM search_index i "
    "CROSS JOIN search_entry e ON e.row = i.rowid "
    "WHERE search_index MATCH :query ORDER BY i.rowid LIMIT :most"
)


def _words(letter: str, entry: Entry) -> str:
    words: set[str] = set()
    for chars in entry.texts:
        for run in _runs(chars):
            words |= _windows(run)
            words.update(_starts(run) if run.isascii() else _PIECES.findall(run))
    words.update(entry.spelt)
    for figures in entry.figures:
        plain = figures.isdigit() and figures.isascii()
        for piece in (figures,) if plain else _PIECES.findall(" ".join(_runs(figures))):
            words |= {piece, piece[-4:], piece[-6:]}
    return " ".join([letter + word for word in words if word])


def _runs(words: str) -> list[str]:
    """Cut at spaces and marks; full-width letters of an input method count as plain."""
    return _RUNS.findall(unicodedata.normalize("NFKC", words[:_MOST_CHARS]).lower())


def _starts(word: str) -> list[str]:
    return [word[i:] for i in range(len(word))]


def _windows(chars: str) -> set[str]:
    code = _code(chars)
    return {code[i : i + _WINDOW * _WIDTH] for i in range(0, len(code), _WIDTH)}


def _code(chars: str) -> str:
    return "".join([_digits(char) for char in chars])


@lru_cache(50_000)
def _digits(char: str) -> str:
    out, number = "", ord(char)
    for _ in range(_WIDTH):
        number, rest = divmod(number, 36)
        out = _DIGITS[rest] + out
    return out
