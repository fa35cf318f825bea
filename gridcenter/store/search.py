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
from datetime import date
from functools import lru_cache

from sqlalchemy import Index, Integer, Select, String, column, false, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from gridcenter.base.periods import Month
from gridcenter.store.fields import Blob
from gridcenter.store.listing import fetch_ids
from gridcenter.store.meta import get_text, set_meta
from gridcenter.store.records import Local, Record
from gridcenter.store.sight import seen_at
from gridcenter.store.writers import insert_rows

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_WINDOW, _WIDTH = 4, 4
"""Characters of a word, and digits of a character."""
_RUNS = re.compile(r"[^\W_]+")
_PIECES = re.compile(r"[a-z]+|\d+x?")
_DOTTED = re.compile(r"[^\W_]+(?:·[^\W_]+)+")
"""Names such as 古丽·买买提, which are typed without the dot."""
_CHUNK = 500
TAILS = (4, 6)
"""A number is found from its beginning, and from so many figures before its end."""
_MOST_CHARS, _MOST_PIECES = 400, 16
_CLOSED = 1_000_000

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
    weight: Mapped[int] = mapped_column(Integer, server_default=text("0"))

    __table_args__ = (
        Index("ix_search_entry_record", "record"),
        Index("ix_search_entry_row", "row", "record"),
    )


@dataclass(slots=True)
class Entry:
    """What a wing wants found: Han words (`texts`), pinyin as it may be typed (`spelt`), figures.

    Of hits that match equally well those of less `weight` come first.
    """

    record: bytes
    title: str
    place: str
    texts: Sequence[str] = ()
    spelt: Iterable[str] = ()
    figures: Sequence[str] = ()
    weight: int = 0


def newest_first(day: date, *, closed: bool = False) -> int:
    """Return a weight: what is open before what is closed, and the newer before the older."""
    return (_CLOSED if closed else 0) - day.toordinal()


@dataclass(frozen=True, slots=True)
class Detail:
    """Something by which a record may have been found, and how it may be shown: 100****2026."""

    label: str
    raw: str
    shown: str


@dataclass(frozen=True, slots=True)
class Told:
    """What stands beside a hit, and where it opens if not as itself on its source's page."""

    note: str
    details: Sequence[Detail] = ()
    opens: bytes | None = None
    page: str = ""
    month: Month | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """How one kind of thing gets into the index; `letter` tells the kinds apart inside it.

    `affected` names the records whose entries may have changed, given what a transaction touched;
    `load` returns the entries of those that still exist; `tell` what is shown of a few. `page` and
    `icon` say where a hit opens and how it looks.
    """

    record: type[Record]
    letter: str
    title: str
    page: str
    icon: str
    affected: Callable[[Session, Mapping[str, set[bytes]]], set[bytes]]
    load: Callable[[Session, Sequence[bytes]], Iterable[Entry]]
    tell: Callable[[Session, Sequence[bytes]], Mapping[bytes, Told]]
    listed: bool = True
    """Whether the page lists these records themselves, by their ids and by the same words."""
    version: int = 1
    """Raised when other words are entered than before, so that files are entered anew."""

    @property
    def kind(self) -> str:
        """Name of the record's table."""
        return str(self.record.__tablename__)


class SearchIndex:
    """The index over all sources; `keep` is handed to the database as a deriver."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.sources = tuple(sources)

    def keep(self, session: Session, touched: Mapping[str, set[bytes]]) -> None:
        """Bring the entries of everything a transaction touched up to date."""
        for source in self.sources:
            records = sorted(source.affected(session, touched))
            if records:
                self._replace(session, source, records)

    def build(self, session: Session) -> None:
        """Enter anew what a file holds of kinds that were not, or otherwise, entered before."""
        for source in self._behind(session):
            self._replace(session, source, session.scalars(select(source.record.id)).all())
            set_meta(session.connection(), _mark(source), str(source.version).encode())

    def unbuilt(self, session: Session) -> bool:
        """Tell whether `build` has something to do."""
        return bool(self._behind(session))

    def _behind(self, session: Session) -> list[Source]:
        connection = session.connection()
        return [one for one in self.sources if get_text(connection, _mark(one)) != str(one.version)]

    @staticmethod
    def _replace(session: Session, source: Source, records: Sequence[bytes]) -> None:
        connection = session.connection()
        if connection.scalar(text("SELECT 1 FROM search_entry LIMIT 1")):
            for start in range(0, len(records), _CHUNK):
                _forget(session, source.kind, records[start : start + _CHUNK])
        row = connection.scalar(text("SELECT COALESCE(MAX(row), 0) FROM search_entry")) or 0
        entries, words = [], []
        for number, entry in enumerate(source.load(session, records), row + 1):
            entries.append(
                (number, source.kind, entry.record, entry.title, entry.place, entry.weight)
            )
            words.append((number, _words(source.letter, entry)))
        if entries:
            insert_rows(connection, "INSERT INTO search_entry", entries)
            insert_rows(connection, "INSERT INTO search_index (rowid, words)", words)


def _mark(source: Source) -> str:
    return f"search/{source.kind}"


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


def expression(letter: str, words: str, *, whole: bool = False) -> str:
    """Return the FTS5 query for what a person typed, "" when it holds nothing to look for.

    `whole` asks for words that end where the typed ones do: all of a number, the end of a name.
    """
    terms: list[str] = []
    open_end = "" if whole else "*"
    for run in runs(words)[:_MOST_PIECES]:
        if run.isascii():
            terms += [f"{letter}{piece}{open_end}" for piece in _PIECES.findall(run)]
        elif len(run) <= _WINDOW:
            terms.append(f"{letter}{_code(run)}{open_end}")
        else:
            last = len(run) - _WINDOW
            terms += [f"{letter}{_code(run[i : i + _WINDOW])}" for i in range(last + 1)]
    return " AND ".join(terms)


_MATCHING = (
    "SELECT e.record FROM search_index i CROSS JOIN search_entry e ON e.row = i.rowid "
    "WHERE search_index MATCH :query AND {seen} ORDER BY i.rowid LIMIT :most"
)


def matching_ids(
    session: Session, cls: type[Record], query: str, most: int = -1
) -> Sequence[bytes]:
    """Return the ids of what matches an expression and may be seen, in the order of entry."""
    matching = text(_MATCHING.format(seen=seen_at(session, cls, "e.record")))
    return fetch_ids(session, matching.bindparams(query=query, most=most))


def matching(letter: str, words: str) -> Select[bytes]:
    """Return the ids of what words mean among one kind, for the condition of a list."""
    query = expression(letter, words)
    if not query:
        return select(SearchEntry.record).where(false())
    rows = text("SELECT rowid FROM search_index WHERE search_index MATCH :query")
    found = rows.bindparams(query=query).columns(column("rowid", Integer))
    return select(SearchEntry.record).where(SearchEntry.row.in_(found))


def _words(letter: str, entry: Entry) -> str:
    words: set[str] = set()
    for chars in entry.texts:
        for run in runs(chars):
            words |= _windows(run)
            words.update(_starts(run) if run.isascii() else _PIECES.findall(run))
        if parts := _DOTTED.findall(chars):
            words |= set().union(*(_windows(part.replace("·", "").lower()) for part in parts))
    words.update(entry.spelt)
    for figures in entry.figures:
        plain = figures.isdigit() and figures.isascii()
        for piece in (figures,) if plain else _PIECES.findall(" ".join(runs(figures))):
            words |= {piece, *(piece[-tail:] for tail in TAILS)}
    return " ".join([letter + word for word in words if word])


def runs(words: str) -> list[str]:
    """Cut what was typed at spaces and marks; full-width letters of an input method count as plain."""
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
