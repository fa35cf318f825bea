"""The layout of a spreadsheet: how it is told from others, and what the office said of it before."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec
from sqlalchemy.orm import Session

from gridcenter.base.ids import named_id
from gridcenter.sheets.heads import HeadRows, likely_heads
from gridcenter.sheets.reading import Book
from gridcenter.sheets.records import SheetLayout
from gridcenter.store.capture import WriteSession


@dataclass(frozen=True, slots=True)
class Layout:
    """What a person says of a file: header → key ("" leaves a column out), and where the header stands.

    What is left open is found.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    head: HeadRows | None = None

    def __bool__(self) -> bool:
        """Tell whether anything was said."""
        return bool(self.columns or self.head)


def layout_key(book: Book) -> str:
    """Return what tells a layout from others: the headers of its sheets, whatever the file is called."""
    heads = {"\x1e".join(likely_heads(sheet)) for sheet in book.sheets if sheet.rows and not sheet.hidden}
    return hashlib.sha256("\x1f".join(sorted(heads)).encode()).hexdigest()


def recall_layout(session: Session, kind: str, key: str) -> Layout:
    """Return what was said of a layout; an empty one when nobody said anything."""
    kept = session.get(SheetLayout, named_id("sheet_layout", kind, key))
    if kept is None:
        return Layout()
    columns = msgspec.json.decode(kept.columns, type=dict[str, str])
    return Layout(columns, HeadRows(kept.row, kept.depth) if kept.row else None)


def keep_layout(session: WriteSession, kind: str, key: str, layout: Layout) -> None:
    """Keep what was said of a layout in place of what was said before."""
    record = named_id("sheet_layout", kind, key)
    values = {
        "columns": msgspec.json.encode(dict(layout.columns)).decode(),
        "row": layout.head.row if layout.head else 0,
        "depth": layout.head.depth if layout.head else 0,
    }  # fmt: skip
    kept = session.get(SheetLayout, record)
    if kept is None:
        session.add(SheetLayout(id=record, kind=kind, layout=key, **values))
    else:
        for name, value in values.items():
            setattr(kept, name, value)
    session.flush()
