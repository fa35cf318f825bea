"""The columns of a file against the fields, as the import page shows them."""

import xlsxwriter

from gridcenter.desk.import_check import ColumnCard
from gridcenter.desk.import_view import matches
from gridcenter.sheets import parsers
from gridcenter.sheets.columns import Col, Shape
from gridcenter.sheets.shapes import read

SHAPE = Shape(
    "grids",
    "网格划分表",
    (
        Col("head", "网格长", ("网格长姓名",), parsers.name()),
        Col("worker", "网格员", ("网格员姓名",), parsers.name()),
        Col("phone", "联系电话", ("电话",), parsers.phone()),
    ),
)


def test_equal_headers_of_two_groups_are_chosen_apart(qtbot, look, tmp_path):
    path = tmp_path / "人员.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 0, 1, "网格长")
        sheet.merge_range(0, 2, 0, 3, "网格员")
        sheet.write_row(1, 0, ["姓名", "联系电话", "姓名", "联系电话"])
        sheet.write_row(2, 0, ["王明", "10000000001", "李华", "10000000002"])
    found = matches(read(path, SHAPE))
    assert [(match.head, match.shown, match.key) for match in found] == [
        ("网格长姓名", "网格长姓名", "head"),
        ("网格长联系电话", "网格长联系电话", ""),
        ("网格员姓名", "网格员姓名", "worker"),
        ("网格员联系电话", "网格员联系电话", "phone"),
    ]
    card = ColumnCard(look)
    qtbot.addWidget(card)
    card.show_matches(found, SHAPE)
    with qtbot.waitSignal(card.changed) as told:
        card.choice_of("网格长联系电话").choose("phone")
    head, key = told.args
    assert card.choice_of("网格员联系电话").currentText() == "联系电话"
    assert read(path, SHAPE, {head: key}).lines[0].values["phone"] == "10000000001"
