"""A data folder that is open in the window, until it is let go."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from gridcenter.office import Office, open_office
from gridcenter.store.lock import Holder, holder


@dataclass(frozen=True)
class Opened:
    """The office and what must be closed after it."""

    office: Office
    closing: ExitStack
    broken: Holder | None = None
    """The window that worked here before, when it did not end as it should."""

    @classmethod
    def open(cls, folder: Path, login: str, password: str) -> Self:
        """Open a data folder for the window; raises what open_office raises."""
        with ExitStack() as stack:
            before = holder(folder)
            office = stack.enter_context(open_office(folder, login, password, "窗口"))
            broken = before if before is not None and before.program == "窗口" else None
            return cls(office, stack.pop_all(), broken)

    def close(self) -> None:
        """Close the database and release the lock."""
        self.closing.close()
