"""What each account did on this PC, act by act, so that the last one can be undone."""

from collections import Counter
from datetime import UTC, datetime

from sqlalchemy import Connection, Integer, String, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from gridcenter.store.capture import WriteSession
from gridcenter.store.fields import Blob
from gridcenter.store.records import Local, record_classes

KEPT = 200
"""Acts of an account that are remembered."""
_LONGEST = 200
_FEW = 2
_VERBS = {"insert": "登记", "update": "改", "delete": "删除", "restore": "恢复"}


class Act(Local):
    """One transaction of somebody: when, whose and in which role, in words, and whether undone.

    `undone_by` is the transaction that took it back; `spent` says that what was taken back cannot
    be done again by redo, because it was already, or because something else was done since.
    """

    __tablename__ = "act"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    txn: Mapped[bytes] = mapped_column(Blob(16), unique=True)
    at: Mapped[str] = mapped_column(String(32))
    login: Mapped[str] = mapped_column(String(40))
    role: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(_LONGEST))
    undone_by: Mapped[bytes | None] = mapped_column(Blob(16))
    spent: Mapped[bool] = mapped_column(default=False)


def note_act(session: WriteSession, login: str, role: str, words: str = "") -> bytes | None:
    """Remember the transaction as an act; call it last. Returns its id, None when nothing changed.

    Without words they are made of what was changed. Acts undone before can then not be redone.
    """
    session.flush()
    if not session.unit.ops:
        return None
    mine = Act.login == login
    session.execute(update(Act).where(mine, Act.undone_by.is_not(None)).values(spent=True))
    return _add(session, login, role, words or _ops_in_words(session))


def last_act(session: Session, login: str) -> Act | None:
    """Return the last act of an account that is not undone."""
    query = select(Act).where(Act.login == login, Act.undone_by.is_(None))
    return session.scalar(query.order_by(Act.number.desc()).limit(1))


def last_undone(session: Session, login: str) -> Act | None:
    """Return the act of an account that was undone last and may be done again."""
    query = select(Act).where(Act.login == login, Act.undone_by.is_not(None), ~Act.spent)
    return session.scalar(query.order_by(Act.undone_by.desc()).limit(1))


def find_act(session: Session, txn: bytes) -> Act | None:
    """Return the act that a transaction is."""
    return session.scalar(select(Act).where(Act.txn == txn))


def mark_undone(session: WriteSession, txn: bytes) -> None:
    """Note that this transaction takes another one back."""
    session.execute(update(Act).where(Act.txn == txn).values(undone_by=session.unit.txn))


def mark_redone(session: WriteSession, act: Act) -> None:
    """Note that this transaction does an undone act again: it stands in the act's place."""
    act.spent = True
    _add(session, act.login, act.role, act.words)


def forget_redo(session: WriteSession, txn: bytes) -> None:
    """Note that an act, once undone, cannot be done again by redo."""
    session.execute(update(Act).where(Act.txn == txn).values(spent=True))


def cancelled(connection: Connection, but: bytes) -> set[bytes]:
    """Return the transactions that are as if they had never been: acts undone, and what undid them.

    The pair that the transaction `but` belongs to is left out.
    """
    rows = connection.execute(select(Act.txn, Act.undone_by).where(Act.undone_by.is_not(None)))
    return {txn for pair in rows if but not in pair for txn in pair}


def _add(session: WriteSession, login: str, role: str, words: str) -> bytes:
    at = datetime.now(UTC).isoformat(timespec="seconds")
    txn = session.unit.txn
    session.add(Act(txn=txn, at=at, login=login, role=role, words=words[:_LONGEST], spent=False))
    session.flush()
    old = select(Act.number).where(Act.login == login).order_by(Act.number.desc()).offset(KEPT)
    session.execute(delete(Act).where(Act.number.in_(old.scalar_subquery())))
    return txn


def _ops_in_words(session: WriteSession) -> str:
    """Say what was changed: 登记人员　张三; 登记走访 3 条、改事项 1 条."""
    classes = record_classes()
    if len(session.unit.ops) == 1:
        [op] = session.unit.ops
        name = op.values.get(classes[op.kind].__named_by__) or ""
        return "　".join(filter(None, (_VERBS[op.verb] + classes[op.kind].__title__, str(name))))
    counts = Counter((op.verb, op.kind) for op in session.unit.ops)
    told = [
        f"{_VERBS[verb]}{classes[kind].__title__} {count:,} 条"
        for (verb, kind), count in counts.most_common(_FEW)
    ]
    return "、".join(told) + ("等" if len(counts) > _FEW else "")
