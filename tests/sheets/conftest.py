"""A complete shape, as a wing writes it; the sample township; makers of messy files."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from gridcenter.sheets import parsers
from gridcenter.sheets.shapes import Col, Shape

YANWU = Path(__file__).parents[2] / "resources" / "samples" / "yanwu"

RESIDENTS = Shape(
    "residents",
    "农户花名册",
    (
        Col("village", "村名", ("行政村", "村", "所在村", "村居", "村（社区）"), parsers.place(),
            required=True, fill_down=True),
        Col("grid", "基本网格", ("网格", "所属网格", "网格名称"), parsers.place(), fill_down=True),
        Col("subgrid", "子网格", ("微网格", "微网格名称"), parsers.place(), fill_down=True),
        Col("household", "户号", ("家庭编号", "户编号", "门牌编号"), parsers.code(),
            required=True, fill_down=True),
        Col("head", "户主姓名", ("户主", "户主名称"), parsers.name(), fill_down=True),
        Col("name", "姓名", ("家庭成员姓名", "成员姓名"), parsers.name(), required=True),
        Col("relation", "与户主关系", ("家庭关系", "关系", "与户主的关系"), parsers.text(20)),
        Col("sex", "性别", (), parsers.choice({"男": ("男性", "1"), "女": ("女性", "2")})),
        Col("identity", "身份证号", ("公民身份号码", "身份证", "证件号码"), parsers.identity()),
        Col("birth", "出生日期", ("出生年月", "出生年月日", "生日"), parsers.day()),
        Col("phone", "联系电话", ("电话", "手机", "手机号", "联系方式"), parsers.phone()),
        Col("party", "政治面貌", (), parsers.text(20)),
        Col("kind", "户类型", ("家庭类型", "农户类别"), parsers.text(40)),
        Col("address", "住址", ("家庭住址", "地址", "居住地址"), parsers.text(100)),
        Col("note", "备注", ("说明",), parsers.text(300)),
    ),
)  # fmt: skip

SCORES = Shape(
    "inspections",
    "督查打分表",
    (
        Col("village", "村名", ("行政村",), parsers.place(), fill_down=True),
        Col("grid", "基本网格", ("网格", "网格名称"), parsers.place(), required=True),
        Col("day", "督查日期", ("检查日期",), parsers.day(2026)),
        Col("scores", "得分", (), parsers.number(0, 100), pattern=re.compile(r"\(\d+分?\)$")),
        Col("problems", "存在问题", ("问题",), parsers.text()),
    ),
)

Rows = list[list[object]]
Make = Callable[..., Path]


@pytest.fixture
def residents() -> Shape:
    return RESIDENTS


@pytest.fixture
def scores() -> Shape:
    return SCORES


@pytest.fixture(scope="session")
def yanwu() -> Path:
    return YANWU


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write an xlsx: sheets by name, merged ranges by sheet as (top, left, bottom, right)."""

    def write(sheets: dict[str, Rows], merges=(), name="花名册.xlsx", hidden=()) -> Path:
        path = tmp_path / name
        options = {"strings_to_formulas": False, "strings_to_urls": False}
        with xlsxwriter.Workbook(path, options) as book:
            day = book.add_format({"num_format": "yyyy-mm-dd"})
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                if title in hidden:
                    sheet.hide()
                for top, left, bottom, right in merges:
                    sheet.merge_range(top, left, bottom, right, rows[top][left])
                for y, row in enumerate(rows):
                    for x, value in enumerate(row):
                        if value not in (None, ""):
                            sheet.write(y, x, value, *[day] * isinstance(value, date))
        return path

    return write
