"""What the import page says of the rows of a file."""

import openpyxl
import pytest

from gridcenter.desk.import_check import ImportCheck
from gridcenter.disputes.imports import DISPUTES
from gridcenter.sheets.imports import run_import
from gridcenter.sheets.verdicts import Outcome
from tests.pages.conftest import TODAY

HEAD = ("登记日期", "基本网格", "当事人", "纠纷类型", "纠纷简要情况", "处理结果")


@pytest.fixture
def view(office, look, qtbot, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    book.active.append((f"{TODAY:%Y-%m-%d}", "前街网格", "周大壮", "邻里纠纷", "滴水", "调解成功"))
    book.active.append(
        (f"{TODAY:%Y-%m-%d}", "没有这个网格", "吴小满", "邻里纠纷", "噪声", "调解成功")
    )
    book.active.append(("去年秋天那一阵子", "前街网格", "孙二妮", "邻里纠纷", "地边", "调解成功"))
    book.save(tmp_path / "disputes.xlsx")
    path = tmp_path / "disputes.xlsx"
    done = run_import(office.database, office.actor, DISPUTES, path, today=TODAY, dry=True)
    made = ImportCheck(look)
    qtbot.addWidget(made)
    made.resize(1166, 560)
    made.verdicts.show_result(done)
    made.show()
    return made


def test_the_whole_refusal_of_the_current_row_stands_below(view):
    rejected = [row for row in view.verdicts.shown() if str(Outcome.REJECTED) in row.kinds]
    assert [row.row for row in rejected] == [3, 4]
    assert view.verdicts.said.text() == f"第 3 行　{rejected[0].why}"
    assert view.verdicts.said.isVisible()
    view.verdicts.view.go_to((1).to_bytes(4, "big"))
    assert view.verdicts.said.text() == f"第 4 行　{rejected[1].why}"


def test_the_line_below_follows_the_choice_of_rows(view):
    view.verdicts.choice.choose(str(Outcome.CREATED))
    assert [row.row for row in view.verdicts.shown()] == [2]
    assert view.verdicts.said.text() == ""
    view.verdicts.wait("正在核对")
    assert not view.verdicts.said.isVisible()
