"""Half-filled forms, kept encrypted until they are saved or thrown away."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from gridcenter.store.fields import Blob
from gridcenter.store.records import Local


class Draft(Local):
    """What somebody typed into a form and has not saved: words by field, as MessagePack."""

    __tablename__ = "draft"

    login: Mapped[str] = mapped_column(String(40), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    at: Mapped[str] = mapped_column(String(32))
    words: Mapped[bytes] = mapped_column(Blob)
