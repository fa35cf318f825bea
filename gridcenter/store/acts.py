"""What each account did on this PC, act by act, so that the last one can be undone."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from gridcenter.store.fields import Blob
from gridcenter.store.records import Local


class Act(Local):
    """One transaction of somebody at the window: when, whose, in words, and whether taken back."""

    __tablename__ = "act"

    txn: Mapped[bytes] = mapped_column(Blob(16), primary_key=True)
    at: Mapped[str] = mapped_column(String(32))
    login: Mapped[str] = mapped_column(String(40))
    words: Mapped[str] = mapped_column(String(200))
    undone: Mapped[bool]
