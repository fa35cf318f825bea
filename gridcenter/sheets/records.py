"""What the office said of the layouts of spreadsheets (表格版式), so that it says it once."""

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped

from gridcenter.store.fields import field
from gridcenter.store.records import Record


class SheetLayout(Record):
    """Which column of a layout is which, and where its header stands; no cell of a file is kept."""

    __tablename__ = "sheet_layout"
    __title__ = "表格版式"
    __kept_by__ = "IMPORT"

    kind: Mapped[str] = field("导入种类", String(30))
    layout: Mapped[str] = field("版式", String(64), index=True)
    columns: Mapped[str] = field("列对应", String(8000))
    row: Mapped[int] = field("表头行", Integer)
    depth: Mapped[int] = field("表头行数", Integer)
