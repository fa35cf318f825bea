"""What a field says of itself where it is mapped; screens, imports, ledgers, history and merge read it there."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import ForeignKey, Integer, LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine


class Blob(LargeBinary):
    """Bytes that go to the driver and come back as they are, without a call for each."""

    def bind_processor(self, dialect: Dialect) -> None:
        """Pass values through."""

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """Pass values through."""


class Level(Enum):
    """How delicate a field is (reference §5.1: A ordinary, B personal, C sensitive)."""

    ORDINARY = "A"
    PERSONAL = "B"
    SENSITIVE = "C"


class Merge(Enum):
    """What happens when two PCs changed the field without knowing of each other (sync.md §5)."""

    PLAIN = "plain"
    CRITICAL = "critical"
    APPENDED = "appended"
    DERIVED = "derived"
    SINGLE_WRITER = "single writer"


@dataclass(frozen=True, slots=True)
class FieldInfo:
    """The declaration of one field; `codes` names its code table, `unit` its unit of measure.

    What forms need besides: a `hint` shown while the field is empty, whether it is `required` or
    `wide` where type and nullability do not say so, whether a day must be `past`, and the `shape`
    of words that are more than words: "phone", "identity", "holder" (the name of one in a post),
    "concerned" (the name of one whom a case is about). Shape and level say how it is masked.
    """

    label: str
    level: Level = Level.ORDINARY
    merge: Merge = Merge.PLAIN
    codes: str = ""
    unit: str = ""
    hint: str = ""
    required: bool | None = None
    wide: bool | None = None
    past: bool = False
    shape: str = ""


def field(
    label: str,
    type_: TypeEngine[Any] | type[TypeEngine[Any]] | None = None,
    *,
    ref: str = "",
    codes: str = "",
    unit: str = "",
    level: Level = Level.ORDINARY,
    merge: Merge = Merge.PLAIN,
    index: bool = False,
    hint: str = "",
    required: bool | None = None,
    wide: bool | None = None,
    past: bool = False,
    shape: str = "",
) -> MappedColumn[Any]:
    """Map a field and declare it; `ref` is "table.column" of the record it points to."""
    declared = FieldInfo(label, level, merge, codes, unit, hint, required, wide, past, shape)
    info = {"field": declared}
    if ref:
        return mapped_column(Blob(16), ForeignKey(ref), index=index, info=info)
    return mapped_column(type_, index=index, info=info)


class Hundredths(TypeDecorator[Decimal]):
    """A Decimal with two places, kept as a whole number so that sums are exact on every database."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        """Turn points into hundredths; ValueError when there are more than two places."""
        if value is None:
            return None
        hundredths = Decimal(value) * 100
        if hundredths != int(hundredths):
            raise ValueError(f"more than two places: {value}")
        return int(hundredths)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Turn hundredths into points."""
        return None if value is None else Decimal(value) / 100
