"""Base classes of everything in the file: records (journaled) and local tables (this PC only)."""

from functools import cache
from typing import Any, ClassVar

from sqlalchemy import MetaData, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from gridcenter.base.ids import named_id, new_id
from gridcenter.store.fields import Blob, FieldInfo


class Base(DeclarativeBase):
    """Names every constraint, so that a migration can find it again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Local(Base):
    """A table of this PC alone: no journal, never in a package."""

    __abstract__ = True


class Record(Base):
    """A record of the work: every change of it goes through the unit of work into the journal.

    `made` is the stamp of the op that inserted it, `edits` the stamps of the fields changed since
    (MessagePack map field → stamp, NULL when there are none).
    """

    __abstract__ = True
    __title__: ClassVar[str] = ""
    __named_by__: ClassVar[str] = ""
    """The field that says which one it is, where another record points to it."""
    __kept_by__: ClassVar[str] = "ENTER"
    """The name of the right to change it."""
    __one_of__: ClassVar[tuple[str, ...] | None] = None
    """Of records that share these fields there is one (of those with days, one at a time); None: of those with
    days the required references, of others all fields."""
    __id_from__: ClassVar[tuple[str, ...]] = ()
    """The references its id is made of, so that two PCs that enter it make one record; () for a fresh id."""
    __seen_by__: ClassVar[str] = "READ"
    """The name of the right to see it at all; without that no query finds one."""
    __table_args__: Any = {"sqlite_with_rowid": False}  # noqa: RUF012  (SQLAlchemy reads it once)

    id: Mapped[bytes] = mapped_column(Blob(16), primary_key=True)
    made: Mapped[bytes] = mapped_column(Blob(16))
    edits: Mapped[bytes | None] = mapped_column(Blob)

    def __init__(self, **values: Any) -> None:  # noqa: ANN401
        values.setdefault("id", new_id())
        super().__init__(**values)

    @classmethod
    def id_of(cls, *parts: bytes) -> bytes:
        """Return the id that a record made of these references (`__id_from__`) has on every PC."""
        return named_id(cls.__tablename__, *(part.hex() for part in parts))


_FRAME = frozenset({"id", "made", "edits"})


def table_of(cls: type[Record]) -> Table:
    """Return the table of a mapped class."""
    table = cls.__table__
    assert isinstance(table, Table)
    return table


@cache
def field_names(cls: type[Record]) -> tuple[str, ...]:
    """Return the names of the journaled fields, in the order of their declaration."""
    return tuple(c.key for c in table_of(cls).columns if c.key not in _FRAME)


def field_info(cls: type[Record], name: str) -> FieldInfo:
    """Return what the field says of itself."""
    info: FieldInfo = table_of(cls).columns[name].info["field"]
    return info


def target_of(cls: type[Record], name: str) -> type[Record] | None:
    """Return the class of the record that a field points to, None when it points to none."""
    keys = table_of(cls).columns[name].foreign_keys
    kinds = [key.column.table.name for key in keys]
    return record_classes().get(kinds[0]) if kinds else None


def record_classes() -> dict[str, type[Record]]:
    """Return every record class that is mapped, by its kind (the table's name)."""
    return {
        mapper.class_.__tablename__: mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Record)
    }
