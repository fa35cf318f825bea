"""Half-filled forms, kept encrypted until they are saved or thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from gridcenter.store.fields import Blob
from gridcenter.store.records import Local

_LONGEST = 80
_ENCODE = msgspec.msgpack.encode
_DECODE = msgspec.msgpack.Decoder(dict[str, str]).decode


class Draft(Local):
    """What somebody typed into a form and has not saved: words by field, as MessagePack."""

    __tablename__ = "draft"

    login: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    at: Mapped[str] = mapped_column(String(32))
    words: Mapped[bytes] = mapped_column(Blob)


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A draft: the form it belongs to, its title on screen, when it was typed, words by field."""

    key: str
    title: str
    at: str
    words: Mapping[str, str]

    @classmethod
    def now(cls, key: str, title: str, words: Mapping[str, str]) -> "Unsaved":
        """Return what is typed at this moment."""
        return cls(key, title[:_LONGEST], datetime.now(UTC).isoformat(timespec="seconds"), words)


def drafts_of(session: Session, login: str) -> list[Unsaved]:
    """Return the drafts of an account, oldest first."""
    query = select(Draft).where(Draft.login == login).order_by(Draft.at)
    return [
        Unsaved(row.key, row.title, row.at, _DECODE(row.words)) for row in session.scalars(query)
    ]


def keep_draft(session: Session, login: str, draft: Unsaved) -> None:
    """Keep a draft in place of the one before."""
    words = _ENCODE(dict(draft.words))
    session.merge(
        Draft(login=login, key=draft.key, title=draft.title, at=draft.at, words=words)
    )


def drop_draft(session: Session, login: str, key: str) -> None:
    """Forget a draft, if there is one."""
    session.execute(delete(Draft).where(Draft.login == login, Draft.key == key))
