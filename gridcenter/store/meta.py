"""Who this installation is: node, epoch and its few local settings."""

from sqlalchemy import Connection, String
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Mapped, mapped_column

from gridcenter.store.fields import Blob
from gridcenter.store.records import Local


class Meta(Local):
    """A local setting, by name."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[bytes] = mapped_column(Blob)


def get_meta(connection: Connection, key: str) -> bytes | None:
    """Return a local setting, or None."""
    found = connection.exec_driver_sql("SELECT value FROM meta WHERE key=?", (key,)).first()
    return found[0] if found else None


def set_meta(connection: Connection, key: str, value: bytes) -> None:
    """Keep a local setting."""
    statement = insert(Meta).values(key=key, value=value)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"value": value})
    )


def get_text(connection: Connection, key: str) -> str:
    """Return a local setting as text, "" when there is none."""
    value = get_meta(connection, key)
    return value.decode() if value else ""
