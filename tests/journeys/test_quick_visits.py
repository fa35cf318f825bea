"""Twenty visits of a day by keyboard alone, key by key; what is wrong stays, the rest is written."""

import shutil
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from gridcenter.base.periods import today
from gridcenter.base.pinyin import initials
from gridcenter.matters.records import Matter
from gridcenter.office import open_office
from gridcenter.visits.pages.quick import QuickPage
from gridcenter.visits.records import CampaignTarget, Visit
from gridcenter.visits.services.campaigns import CampaignEntry, make_campaign
from tests.journeys.hamlet import Hamlet

HEADS = [
    "周晓敏", "贾连峰", "孙二妮", "冯兴东", "赵立春", "王守业", "郑秀兰", "雷玲民", "高福芳", "诸葛萍",
    "孟莲珍", "顾凤海", "邹景强", "金云来", "赖英军", "彭春强", "罗海辉", "谭庆霞", "陆玉荣", "薛广民",
]  # fmt: skip
NEED = "排水沟堵了"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def street(hamlet_folder, tmp_path):
    """A folder with twenty households of different initials, and a campaign that runs."""
    folder = shutil.copytree(hamlet_folder, tmp_path / "street")
    with open_office(folder, "", "demo", "命令行") as office:
        hamlet = Hamlet(office, tmp_path)
        for number, head in enumerate(HEADS, 1):
            hamlet.household("严务村01子网格", f"{number:03}", head)
        with hamlet.write() as session:
            entry = CampaignEntry("一盔一带致村民的一封信", "traffic", today() - timedelta(days=3))
            make_campaign(session, hamlet.actor, entry)
    return folder


class Typist:
    """Sends keys to whatever has the focus, and counts them."""

    def __init__(self, hands):
        self.hands, self.strokes = hands, 0
        hands.shell.go("quick")
        self.page = hands.shell.page("quick")
        hands.shell.activateWindow()
        hands.wait(lambda: self.focus is self.page.lines.lines[0].home.field.widget)

    @property
    def focus(self):
        return QApplication.focusWidget()

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        self.strokes += 1
        QTest.keyClick(self.focus, key, modifier)

    def letters(self, text):
        for letter in text:
            self.press(letter)

    def home(self, head):
        """Type initials and Enter; goes on when the household is known."""
        field = self.focus
        self.letters(initials(head))
        self.hands.wait(lambda: field.open)
        self.press(Qt.Key.Key_Return)
        assert field.chosen is not None
        assert head in field.text()
        assert self.focus is not field

    def need(self, text):
        """Type Chinese: each character counts for two keys of an input method."""
        self.strokes += 2 * len(text)
        self.hands.type_in(self.focus, text)

    def write(self):
        self.press(Qt.Key.Key_Return, CTRL)


def visits(hands):
    with hands.office.database.read() as session:
        return session.scalars(select(Visit).order_by(Visit.id)).all()


def test_twenty_rows_by_keys_alone(sit_down, street):
    hands = sit_down(street)
    typist = Typist(hands)
    for number, head in enumerate(HEADS):
        typist.home(head)
        if number % 5 == 4:
            typist.press("J")
        else:
            typist.press(Qt.Key.Key_Return)
        if number % 4 == 0:
            typist.need(NEED)
        if number == 0:
            typist.press(Qt.Key.Key_T, CTRL)
        typist.press(Qt.Key.Key_Return)
    typist.write()
    hands.wait(lambda: typist.page.lines.filled == [])
    hands.toast("已登记 20 户，1 条诉求已转事项")
    made = visits(hands)
    assert [one.result for one in made].count("nobody") == 4
    assert [one.need for one in made].count(NEED) == 5
    assert len(hands.ids(Matter)) == 1
    assert {one.visited_on for one in made} == {today()}
    each = typist.strokes / len(HEADS)
    assert each <= 9, f"{each:.1f} keys a row"
    hands.key(Qt.Key.Key_Z)
    hands.press_word(hands.box(), "撤销")
    hands.wait(lambda: not visits(hands))


def test_wrong_rows_stay_and_doubles_are_asked_about(sit_down, street):
    hands = sit_down(street)
    typist = Typist(hands)
    for head in HEADS[:2]:
        typist.home(head)
        typist.press(Qt.Key.Key_Return)
        typist.press(Qt.Key.Key_Return)
    typist.letters("xyz")
    typist.write()
    hands.wait(lambda: len(typist.page.lines.filled) == 1)
    assert len(visits(hands)) == 2
    (left,) = typist.page.lines.filled
    hands.wait(lambda: "没有找到“xyz”" in left.home.error)
    left.clear()
    typist.page.lines.begin()
    typist.home(HEADS[0])
    hands.wait(lambda: "已登记过" in typist.page.lines.filled[0].home.error)
    typist.write()
    hands.wait(lambda: typist.page.lines.filled[0].doubted)
    assert len(visits(hands)) == 2
    typist.write()
    hands.wait(lambda: typist.page.lines.filled == [])
    assert len(visits(hands)) == 3


def test_what_was_typed_is_there_again_and_counts_for_a_campaign(sit_down, street):
    hands = sit_down(street)
    typist = Typist(hands)
    typist.home(HEADS[0])
    typist.press("J")
    typist.need(NEED)
    hands.program.log_out()
    hands.log_in()
    hands.shell.go("quick")
    page = hands.shell.page("quick")
    assert isinstance(page, QuickPage)
    (line,) = page.lines.filled
    assert HEADS[0] in line.home.field.text()
    assert line.need.field.words() == NEED
    campaign = page.top.slots["campaign_id"].field
    campaign.take(campaign._options[0])
    page.write()
    hands.wait(lambda: len(visits(hands)) == 1)
    with hands.office.database.read() as session:
        target = session.scalars(select(CampaignTarget)).one()
    assert (target.result, target.reached_on, target.visit_id) == ("absent", today(), visits(hands)[0].id)
