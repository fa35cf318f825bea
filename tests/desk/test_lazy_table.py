from time import perf_counter

from people import id_of
from PySide6.QtCore import Qt

from gridcenter.desk.chips import Chip
from gridcenter.desk.lazy_table import Column, LazyTable
from gridcenter.desk.table import Table

COLUMNS = [
    Column("text", "文字", str, 90),
    Column("states", "状态", lambda r: [Chip("党员", "accent"), Chip(r)], 0),
    Column("count", "数", lambda r: r[1:], 60, number=True, wide_only=True),
]


def make(total, asked):
    def load(ids):
        asked.extend(ids)
        return {i: f"行{int.from_bytes(i)}" for i in ids}

    table = LazyTable(COLUMNS, load)
    table.show_ids([id_of(n) for n in range(total)])
    return table


def test_the_model_keeps_qts_contract_and_loads_only_what_is_seen(qtmodeltester):
    asked = []
    table = make(3_000, asked)
    qtmodeltester.check(table)
    assert table.index(2_999, 1).data() == "行2999"
    assert len(asked) < 1_000


def test_the_first_of_200000_rows_is_there_at_once(qtbot, look):
    asked = []
    table = make(0, asked)
    view = Table(look, table, "很长的名单", ticks=True)
    qtbot.addWidget(view)
    view.resize(700, 600)
    view.show()
    ids = [id_of(n) for n in range(200_000)]
    start = perf_counter()
    table.show_ids(ids)
    view.grab()
    assert perf_counter() - start < 1.0
    assert 17 <= len(asked) <= 128
    view.scrollToBottom()
    view.grab()
    assert id_of(199_999) in asked
    assert len(asked) <= 256


def test_a_row_deleted_meanwhile_says_so(qtbot):
    table = LazyTable(COLUMNS, lambda _ids: {})
    table.show_ids([id_of(1)])
    assert [table.index(0, n).data() for n in (1, 2, 3)] == ["（已删除）", "", ""]


def test_chips_are_read_aloud_as_words():
    table = make(5, [])
    assert table.index(3, 2).data() == "党员、行3"
    assert (
        table.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole) == "勾选"
    )


def test_ticks_stay_when_the_list_is_narrowed(qtbot, look):
    table = make(10, [])
    view = Table(look, table, "名单", ticks=True)
    qtbot.addWidget(view)
    view.selectRow(2)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    qtbot.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.ticked == [id_of(2), id_of(3)]
    table.show_ids([id_of(3), id_of(9)])
    assert table.ticked == [id_of(3), id_of(2)]
    with qtbot.waitSignal(table.ticks_changed):
        table.clear_ticks()
    assert table.ticked == []


def test_a_press_on_the_box_ticks_and_enter_opens(qtbot, look):
    table = make(10, [])
    view = Table(look, table, "名单", ticks=True)
    qtbot.addWidget(view)
    view.resize(500, 400)
    view.show()
    box = view.visualRect(table.index(4, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert table.ticked == [id_of(4)]
    view.selectRow(5)
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [id_of(5)]


def test_a_narrow_table_leaves_out_what_is_for_wide_ones(qtbot, look):
    view = Table(look, make(3, []), "名单", ticks=True)
    qtbot.addWidget(view)
    view.resize(600, 200)
    view.show()
    assert not view.isColumnHidden(3)
    view.resize(230, 200)
    assert view.isColumnHidden(3)
    view.resize(600, 200)
    assert not view.isColumnHidden(3)
    view.choose_column(3, shown=False)
    assert view.isColumnHidden(3)
