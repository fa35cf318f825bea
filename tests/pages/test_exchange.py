"""What two people wrote differently: shown to those who may see it, whole numbers for a reason."""

import msgspec
import pytest
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from gridcenter.access.actors import ROLES, Actor
from gridcenter.access.log import read_log
from gridcenter.base.ids import new_id
from gridcenter.exchange.pages import ExchangePage
from gridcenter.exchange.records import ConflictRow
from gridcenter.register.records import Person

HERE, THERE = "10012345678", "10087654321"


@pytest.fixture
def clash(office):
    """Two telephones of one person, written apart; gives the person's name."""
    with office.database.write(office.actor) as session:
        person = session.scalars(select(Person).where(Person.phone.is_not(None))).first()
        session.add(
            ConflictRow(
                record=person.id, field="phone", lost_stamp=new_id(), kind="person",
                title=f"人员 {person.name}", critical=False, kept=msgspec.msgpack.encode(HERE),
                kept_by="甲", lost=msgspec.msgpack.encode(THERE), lost_by="乙",
            )
        )  # fmt: skip
        return person.name


@pytest.fixture
def open_board(desk, office, qtbot):
    def opener(actor):
        page = ExchangePage(desk, office.database, actor, office.folder)
        qtbot.addWidget(page)
        page.resize(1200, 700)
        page.show()
        page.enter(None)
        qtbot.waitUntil(lambda: page.clashes.note.text() == "1 件")
        return page

    return opener


def said(page):
    shown = [one.text() for one in page.clashes.findChildren(QLabel) if one.isVisible()]
    return "\n".join(shown)


def test_numbers_written_differently_are_masked_until_a_reason_is_logged(
    open_board, office, clash, fill, qtbot
):
    page = open_board(office.actor)
    qtbot.waitUntil(lambda: "100****5678" in said(page))
    masked = said(page)
    assert f"人员 {clash}" in masked
    assert "100****5678" in masked
    assert "100****4321" in masked
    assert HERE not in masked
    assert page.clashes.whole.isVisible()

    fill(page.reveal(page.clashes.shown), reason="打电话核实")
    qtbot.waitUntil(lambda: HERE in said(page))
    assert HERE in said(page)
    assert THERE in said(page)
    assert not page.clashes.whole.isVisible()
    with office.database.read() as session:
        line = read_log(session, office.actor)[-1]
    assert (line.what, line.reason) == (f"显示两边写得不一样的人员 {clash}的联系电话", "打电话核实")


def test_who_may_not_see_business_data_is_told_who_decides(open_board, clash):
    page = open_board(Actor("guan", "吴管理", ROLES["admin"]))
    told = said(page)
    assert "有 1 处两边写得不一样" in told
    assert "5678" not in told
    assert clash not in told
