"""What a page is handed: the look, the worker, the data and word of its changes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from gridcenter.access.field_words import Lexicon
from gridcenter.desk.drafts import Drafts
from gridcenter.desk.jobs import Jobs
from gridcenter.desk.memory import Memory
from gridcenter.desk.theme import Look
from gridcenter.store.capture import WriteSession
from gridcenter.store.database import Named
from gridcenter.store.media import Media


class Reader(Protocol):
    """What the desk needs of the database."""

    def read(self) -> AbstractContextManager[Any]:
        """Frame a use that changes nothing; what it gives is handed to listings and services."""

    def on_change(self, listener: Callable[[frozenset[str]], object]) -> None:
        """Call the listener after each commit, with the names of the tables it touched."""


class Keeper(Reader, Protocol):
    """A database that pages may also save to."""

    @property
    def media(self) -> Media:
        """Return where the contents of attachments lie."""

    def write(self, actor: Named) -> AbstractContextManager[WriteSession]:
        """Frame a use that changes something: all of it is kept, or none."""


class Changes(QObject):
    """Brings word of a commit, made in whatever thread, to the window thread."""

    touched = Signal(object)
    """frozenset of table names."""

    def __init__(self, database: Reader) -> None:
        super().__init__()
        database.on_change(self.touched.emit)


@dataclass(frozen=True)
class Desk:
    """Handed down to every page."""

    look: Look
    jobs: Jobs
    database: Keeper
    changes: Changes
    memory: Memory
    lexicon: Lexicon = field(default_factory=Lexicon)
    drafts: Drafts | None = None
