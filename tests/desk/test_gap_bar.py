"""The bar of records that have come in: gaps to scale, said in words."""

from PySide6.QtCore import Qt

from gridcenter.desk.gap_bar import GapBar
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.short_list import ShortList

BARS = {
    bytes([n]) * 16: bar
    for n, bar in enumerate((GapBar(1000), GapBar(1000, ((501, 750),)), GapBar(9000, ((7, 7),)), GapBar(0)))
}


def test_gaps_are_painted_to_scale_and_read_aloud(qtbot, look):
    table = ShortList(look, "各台电脑", [Column("line", "收到的记录", lambda bar: bar, 0)])
    qtbot.addWidget(table)
    table.resize(416, 220)
    table.show_rows(BARS)
    table.show()
    said = [table.model_.index(n, 1).data() for n in range(4)]
    assert said == ["一条不缺", "缺第 501–750 条", "缺第 7–7 条", "还没收到过"]
    picture = table.viewport().grab().toImage()
    ratio, over = picture.devicePixelRatio(), look.colour("over").name()
    wide = []
    for n in range(4):
        box = table.visualRect(table.model_.index(n, 1))
        y = round((box.center().y() + 1) * ratio)
        hits = [x for x in range(picture.width()) if picture.pixelColor(x, y).name() == over]
        wide.append(len(hits) / ratio / (box.width() - 16))
    assert wide[0] == wide[3] == 0
    assert 0.22 < wide[1] < 0.26
    assert 0 < wide[2] < 0.02
    assert table.model_.index(1, 1).data(Qt.ItemDataRole.DisplayRole) == BARS[b"\1" * 16].text
