"""Settings of the office: a frozen dataclass a section, kept in the encrypted file of this PC."""

from typing import ClassVar, Protocol, TypeVar

import msgspec
from sqlalchemy.orm import Session

from gridcenter.store.meta import get_meta, set_meta


class Section(Protocol):
    """A frozen dataclass whose fields all have defaults."""

    KEY: ClassVar[str]
    """Name of the section in the file."""


S = TypeVar("S", bound=Section)


def recall(session: Session, section: type[S]) -> S:
    """Return a section as it was kept; its defaults when it was not, or can no longer be read."""
    kept = get_meta(session.connection(), f"settings/{section.KEY}")
    try:
        return msgspec.json.decode(kept, type=section) if kept else section()
    except msgspec.MsgspecError:
        return section()


def keep(session: Session, section: Section) -> None:
    """Keep a section in place of what was kept."""
    set_meta(session.connection(), f"settings/{section.KEY}", msgspec.json.encode(section))
