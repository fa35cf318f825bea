"""The office's hand in the code tables: words added, renamed, ordered, put out of use, put together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.ids import named_id
from gridcenter.base.texts import fold, squeeze
from gridcenter.codes.tables import CodeEntry, CodeTable, Word, spellings, words_of
from gridcenter.store.capture import WriteSession
from gridcenter.store.records import Record, field_info, field_names, record_classes
from gridcenter.store.sight import unlimited


@dataclass(frozen=True, slots=True)
class WordEntry:
    """What the form says of a word; `since` and `until` are the first and last day it is offered."""

    word: str
    national: str = ""
    spellings: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class WordLine:
    """A word of a table as the office sees it."""

    id: bytes
    code: str
    word: str
    shipped: str
    """What it was called as shipped; "" for one that the office added."""
    national: str
    spellings: str
    since: date | None
    until: date | None
    offered: bool


def word_id(table: CodeTable, code: str) -> bytes:
    """Return the id of a word: the same on every PC."""
    return named_id("code", table.name, code)


def word_lines(session: Session, table: CodeTable, day: date) -> list[WordLine]:
    """Return the words of a table in their order, those out of use last."""
    lines = [_line(table, one, day) for one in words_of(session, table)]
    return sorted(lines, key=lambda one: not one.offered)


def _line(table: CodeTable, one: Word, day: date) -> WordLine:
    kept = one.entry
    national = kept.national if kept else None
    return WordLine(
        word_id(table, one.code), one.code, one.word, table.words.get(one.code, ""),
        national or table.national.get(one.code, ""), (kept.spellings if kept else None) or "",
        kept.since if kept else None, kept.until if kept else None, one.holds(day),
    )  # fmt: skip


def add_word(session: WriteSession, actor: Actor, table: CodeTable, entry: WordEntry) -> CodeEntry:
    """Add a word at the end of a table; raises RuleBroken for one that is there already."""
    _may_change(actor, table)
    known = words_of(session, table)
    word = _checked(table, known, entry, None)
    made = CodeEntry(
        id=word_id(table, word), table=table.name, code=word, word=word,
        position=max((one.position for one in known), default=-1) + 1, enabled=True,
    )  # fmt: skip
    _put(made, entry)
    session.add(made)
    session.flush()
    return made


def change_word(
    session: WriteSession, actor: Actor, table: CodeTable, code: str, entry: WordEntry
) -> CodeEntry:
    """Change what a word is called, its days, what it maps to; its code stays, and one out of use stays so."""
    _may_change(actor, table)
    known = words_of(session, table)
    word = _checked(table, known, entry, code)
    kept = _kept(session, table, known, code)
    kept.word = word
    _put(kept, entry)
    session.flush()
    return kept


def retire_word(
    session: WriteSession, actor: Actor, table: CodeTable, code: str, last_day: date
) -> CodeEntry:
    """Offer a word no longer after a day; records that hold it keep it."""
    _may_change(actor, table)
    known = words_of(session, table)
    if not [one for one in known if one.code != code and one.holds(last_day)]:
        raise RuleBroken("until", f"{table.title}只剩这一个可选的词，先新增别的再停用")
    kept = _kept(session, table, known, code)
    if kept.since is not None and last_day < kept.since:
        raise RuleBroken("until", "停用日期不能早于启用日期")
    kept.until = last_day
    session.flush()
    return kept


def reinstate_word(session: WriteSession, actor: Actor, table: CodeTable, code: str) -> CodeEntry:
    """Offer a word again."""
    _may_change(actor, table)
    kept = _kept(session, table, words_of(session, table), code)
    kept.enabled, kept.until = True, None
    session.flush()
    return kept


def move_word(session: WriteSession, actor: Actor, table: CodeTable, code: str, step: int) -> None:
    """Move a word up (-1) or down (1) in the order in which it is offered."""
    _may_change(actor, table)
    known = words_of(session, table)
    order = [one.code for one in known]
    at = order.index(code)
    to = min(max(at + step, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    for place, each in enumerate(order):
        one = next(word for word in known if word.code == each)
        if one.position != place:
            _kept(session, table, known, each).position = place
    session.flush()


def put_together(
    session: WriteSession, actor: Actor, table: CodeTable, code: str, into: str, last_day: date
) -> int:
    """Put a word together with another: records that hold it get the other; returns how many.

    The word goes out of use, and sheets that write it mean the other from now on.
    """
    _may_change(actor, table)
    if code == into:
        raise RuleBroken("into", "请选择另一个词")
    known = words_of(session, table)
    word = next((one.word for one in known if one.code == code), "")
    retire_word(session, actor, table, code, last_day)
    other = _kept(session, table, known, into)
    other.spellings = "、".join(dict.fromkeys([*spellings(other.spellings), word]))
    moved = 0
    with unlimited(session):
        for cls, name in holders_of(table):
            ids = session.scalars(select(cls.id).where(getattr(cls, name) == code)).all()
            session.update_many(cls, [(one, {name: into}) for one in ids])
            moved += len(ids)
    session.flush()
    return moved


def holders_of(table: CodeTable) -> Iterator[tuple[type[Record], str]]:
    """Yield the fields that hold words of a table: record class and name."""
    for cls in record_classes().values():
        for name in field_names(cls):
            if field_info(cls, name).codes == table.name:
                yield cls, name


def uses(session: Session, table: CodeTable) -> Mapping[str, int]:
    """Count how many records hold each code of a table, whoever may see them."""
    found: dict[str, int] = {}
    with unlimited(session):
        for cls, name in holders_of(table):
            column = getattr(cls, name)
            query = select(column, func.count()).where(column.is_not(None)).group_by(column)
            for code, count in session.execute(query):
                found[code] = found.get(code, 0) + count
    return found


def _may_change(actor: Actor, table: CodeTable) -> None:
    actor.require(Right.STRUCTURE)
    if not table.extensible:
        raise RuleBroken("word", f"{table.title}由程序的办理步骤决定，不能改")


def _checked(table: CodeTable, known: list[Word], entry: WordEntry, code: str | None) -> str:
    word = entry.word.strip()
    if not word:
        raise RuleBroken("word", "请填写名称")
    if entry.since and entry.until and entry.until < entry.since:
        raise RuleBroken("until", "停用日期不能早于启用日期")
    taken = {_form(one.word): one for one in known if one.code != code}
    for field, said in (("word", [word]), ("spellings", spellings(entry.spellings))):
        for each in said:
            other = taken.get(_form(each))
            if other is not None:
                raise RuleBroken(field, f"{table.title}里已经有“{other.word}”了")
    if code is None and any(one.code == word for one in known):
        raise RuleBroken("word", f"“{word}”以前用过，改了名。请换一个名称")
    return word


def _form(word: str) -> str:
    return squeeze(fold(word))


def _put(kept: CodeEntry, entry: WordEntry) -> None:
    kept.national, kept.spellings = entry.national.strip() or None, "、".join(spellings(entry.spellings)) or None
    kept.since, kept.until = entry.since, entry.until


def _kept(session: WriteSession, table: CodeTable, known: list[Word], code: str) -> CodeEntry:
    """Return the entry of a word, made for a shipped one that nobody has changed yet."""
    one = next((word for word in known if word.code == code), None)
    if one is None:
        raise NotFound("这个词已经不在代码表里，请刷新后再看")
    found = one.entry or session.get(CodeEntry, word_id(table, code))
    if found is None:
        found = CodeEntry(
            id=word_id(table, code), table=table.name, code=code, word=one.word,
            position=one.position, enabled=True,
        )  # fmt: skip
        session.add(found)
        session.flush()
    return found
