"""The menu of a row: open, copy as shown, what the wing can do with it."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu

from gridcenter.desk.lazy_table import LazyTable, cell_text
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import key_words
from gridcenter.desk.table import Table


def row_text(table: Table, position: int) -> str:
    """Return a row as it is shown, its cells parted by tabs."""
    row = table.rows.row_of(position)
    return "\t".join(cell_text(c.show(row)) for c in table.columns_shown()) if row else ""


def copy(text: str) -> None:
    """Put words on the clipboard."""
    QApplication.clipboard().setText(text)


def row_menu(
    table: Table,
    at: QPoint,
    acts: Sequence[RowAct],
    run: Callable[[RowAct, Sequence[bytes]], object],
    *,
    opens: bool = True,
) -> QMenu | None:
    """Open the menu of the row under a point of the table; None where there is no row."""
    index = table.indexAt(at)
    if not index.isValid():
        return None
    wanted: bytes = index.data(LazyTable.IdRole)
    ticked = table.rows.ticked
    ids = ticked if wanted in ticked else [wanted]
    menu = QMenu(table)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if opens:
        _add(menu, "打开", "Return", lambda: table.opened.emit(wanted))
        menu.addSeparator()
    if index.column() != LazyTable.TICKS:
        _add(menu, "复制这一格", "", lambda: copy(str(index.data())))
    _add(menu, "复制这一行", "Ctrl+C", lambda: copy(row_text(table, index.row())))
    menu.addSeparator()
    for act in acts:
        words = f"{act.text}（{len(ids):,}）" if act.many and len(ids) > 1 else act.text
        entry = _add(menu, words, act.keys, partial(run, act, ids))
        entry.setEnabled(act.many or len(ids) == 1)
    menu.popup(table.viewport().mapToGlobal(at))
    return menu


def menu_key_place(table: Table) -> QPoint:
    """Return where the menu opens when it is asked for by key: at the current row."""
    index: QModelIndex = table.currentIndex()
    return table.visualRect(index).center()


def _add(menu: QMenu, text: str, keys: str, run: Callable[[], object]) -> QAction:
    entry = menu.addAction(f"{text}\t{key_words(keys)}" if keys else text)
    entry.triggered.connect(lambda _checked: run())
    return entry
