"""What an account may not do is not on its pages."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel

from gridcenter.access.actors import ROLES, Actor
from gridcenter.access.log import note_access, read_log
from gridcenter.desk.log_page import LogPage
from gridcenter.disputes.pages import DisputesPage
from gridcenter.matters.pages import MattersPage
from gridcenter.party.pages import MembersPage
from gridcenter.register.pages.grids import GridsPage
from gridcenter.register.pages.residents import ResidentsPage
from gridcenter.staff.pages.staff import StaffPage
from gridcenter.supervision.pages.inspections import InspectionsPage
from gridcenter.visits.pages import VisitsPage
from gridcenter.workbench.pages import Workbench

PAGES = (
    ResidentsPage, GridsPage, VisitsPage, MattersPage, DisputesPage, MembersPage, InspectionsPage,
    StaffPage,
    Workbench,
)  # fmt: skip
WRITING = {
    "新增居民", "新增户", "登记走访", "登记事项", "登记纠纷", "督查打分", "改打分", "安排岗位", "办结", "撤销",
    "任职", "再任一个岗位", "交接", "离任", "改", "删去",
    "编辑",
    "迁出", "转为事项", "诉求转为事项", "再访这一户", "调解结果", "改调解结果", "复查", "显示", "打印", "导出",
    "印这张图",
}  # fmt: skip


def offered(widget):
    buttons = widget.findChildren(QAbstractButton)
    return {one.accessibleName() or one.text() for one in buttons if not one.isHidden()} & WRITING


@pytest.mark.parametrize("make", PAGES, ids=lambda page: page.__name__)
def test_an_auditor_looks_and_does_nothing(desk, qtbot, make):
    page = make(
        desk, Actor("shen", "审计员", ROLES["auditor"]), *([()] if make is Workbench else [])
    )
    qtbot.addWidget(page)
    page.enter(None)
    assert offered(page) == set()
    assert not {"Ctrl+N", "Ctrl+P"} & set(page.keys.split())
    if page is Workbench:
        return
    drawers = []
    page.drawer_wanted.connect(drawers.append)
    if hasattr(page, "table"):
        qtbot.waitUntil(lambda: page.model.rowCount() > 0)
        page.table.selectRow(0)
        page.open_record(page.table.current)
        qtbot.addWidget(drawers[-1])
        assert offered(drawers[-1]) == set()


def test_an_auditor_takes_the_access_log_out_and_that_is_logged(desk, qtbot, tmp_path):
    auditor = Actor("shen", "审计员", ROLES["auditor"])
    with desk.database.write(auditor) as session:
        note_access(session, auditor, what="导出 居民清单", count=3)
    page = LogPage(desk, auditor)
    qtbot.addWidget(page)
    with qtbot.waitSignal(page.shown):
        page.enter(None)
    assert offered(page) == {"打印", "导出"}
    assert not any("打开" in label.text() for label in page.findChildren(QLabel))
    target = tmp_path / "查看记录.xlsx"
    page.output.save(page._sheet(None), target)
    qtbot.waitUntil(target.exists)
    with desk.database.read() as session:
        assert read_log(session, auditor)[-1].what.startswith("导出 查看记录清单")


def test_the_head_of_a_grid_enters_and_does_not_inspect(desk, qtbot):
    actor = Actor("yu", "于兴丽", ROLES["grid"])
    wanted = {VisitsPage: {"登记走访", "诉求转为事项"}, InspectionsPage: set(), GridsPage: set()}
    for make, acts in wanted.items():
        page = make(desk, actor)
        qtbot.addWidget(page)
        assert offered(page) - {"打印", "导出", "印这张图"} == acts
