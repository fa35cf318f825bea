"""Several people on one PC: accounts made, changed and closed in the window, the lock, the access log."""

import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from sqlalchemy import select, text

from gridcenter import office as offices
from gridcenter.access.accounts import Account
from gridcenter.access.log import broken_log_line, read_log
from gridcenter.access.settings import lock_after
from gridcenter.app.machine import enlarge
from gridcenter.base.errors import NotAllowed, RuleBroken
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.login import LoginPage
from gridcenter.desk.messages import Box
from gridcenter.desk.shell import Shell
from gridcenter.office import open_office
from gridcenter.register.records import Unit
from tests.journeys.hands import PATIENCE
from tests.pages.test_reach import cut_off, nameless

PASSWORD = "qian-jie-41"


@pytest.fixture
def hands(sit_down):
    return sit_down()


def add(office, login, role, area=None):
    offices.add_account(office, login=login, name=login, role=role, password=PASSWORD, area=area)
    return account(office, login).id


def account(office, login):
    with office.database.read() as session:
        return session.scalar(select(Account).where(Account.login == login))


def unit(office, level):
    with office.database.read() as session:
        return session.scalar(select(Unit.id).where(Unit.level == level).limit(1))


def fill(form, **values):
    for key, value in values.items():
        form._slots[key].field.put(value)


def tops():
    return {w for w in QApplication.topLevelWidgets() if w.isVisible()}


def make_clerk(hands):
    hands.shell.go("accounts")
    page = hands.shell.page("accounts")
    form = page.enter_new()
    fill(form, name="李晓敏", role="station", password=PASSWORD, again=PASSWORD)
    form.submit()
    hands.wait(lambda: "要选负责的站或网格" in form._slots["area"].error)
    fill(form, role="clerk", again="other")
    form.submit()
    hands.wait(lambda: form._slots["again"].error == "两遍口令不一样，请重新输入")
    fill(form, again=PASSWORD)
    with hands.qtbot.waitSignal(form.saved, timeout=PATIENCE):
        form.submit()
    hands.toast("已新增账号 李晓敏")
    hands.wait(lambda: page.model.rowCount() == 2)


def lock_over_a_form(hands):
    """Lock over a half-filled form by its keys, be refused, come back to it."""
    hands.shell.go("residents")
    form = hands.shell.page("residents").enter_new()
    fill(form, name="周大壮")
    hands.qtbot.waitUntil(form.isActiveWindow)
    hands.qtbot.keyClick(form.windowHandle(), Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    page = hands.program.guard.cover.page
    hands.wait(page.isVisible)
    assert tops() == {page}
    unlock(hands, "wrong")
    hands.wait(lambda: page.box.said == "口令不对，请再输一遍")
    assert tops() == {page}
    hands.wait(page.enter.isEnabled)
    unlock(hands, "demo")
    hands.wait(lambda: not page.isVisible())
    assert {hands.shell, form} <= tops()
    assert form._slots["name"].field.value() == "周大壮"
    assert QApplication.activeModalWidget() is form
    form._leave()


def unlock(hands, password):
    page = hands.program.guard.cover.page
    page.box.field.setText(password)
    hands.press(page.enter)


def test_the_head_makes_a_clerk_who_sees_less(hands):
    make_clerk(hands)
    lock_over_a_form(hands)
    hands.program.log_out()
    login = hands.program.shown
    assert isinstance(login, LoginPage)
    assert [login.account.itemText(n) for n in range(login.account.count())] == ["demo", "李晓敏"]
    assert login.account.currentText() == "demo"
    login.account.choose("李晓敏")
    login.password.setText(PASSWORD)
    hands.press(login.enter)
    hands.wait(lambda: isinstance(hands.program.shown, Shell))
    shell, office = hands.program.shown, hands.program.opened.office
    assert {"accounts", "access-log"} & set(shell._items) == set()
    shell.go("settings")
    settings = shell.page("settings")
    assert not settings.minutes.isEnabled()
    said = [b.text() for b in settings.findChildren(QPushButton)]
    assert not any(words in text for text in said for words in ("打开账号", "打开查看记录", "备份"))
    with pytest.raises(NotAllowed, match="录入员账号不能管理账号"):
        add(office, "王德福", "clerk")


def test_a_closed_account_opens_nothing_until_it_gets_a_new_password(hands):
    clerk = add(hands.office, "李晓敏", "clerk")
    hands.shell.go("accounts")
    page = hands.shell.page("accounts")
    hands.wait(lambda: page.model.rowCount() == 2)
    page.open_record(clerk)
    hands.press_word(hands.shell, "停用")
    hands.press(hands.box().yes)
    hands.toast("已停用 李晓敏")
    folder = hands.office.folder
    assert offices.logins(folder) == ("demo",)
    hands.press_word(hands.shell, "恢复账号")
    form = hands.visible(FormDialog)[-1]
    fill(form, password="new-one", again="new-one")
    with hands.qtbot.waitSignal(form.saved, timeout=PATIENCE):
        form.submit()
    hands.program.log_out()
    with pytest.raises(NotAllowed), open_office(folder, "李晓敏", PASSWORD, "窗口"):
        pass
    with open_office(folder, "李晓敏", "new-one", "窗口") as office:
        assert office.actor.role.key == "clerk"


def test_rules_of_accounts(hamlet):
    office = hamlet.office
    me = account(office, "demo").id
    grid = unit(office, "grid")
    with pytest.raises(NotAllowed, match="不能停用自己的账号"):
        offices.close_account(office, me)
    with pytest.raises(NotAllowed, match="不能改自己的角色"):
        offices.change_account(office, me, role="clerk", area=None)
    with pytest.raises(NotAllowed, match="不能重设自己的口令"):
        offices.reset_password(office, me, PASSWORD)
    clerk = add(office, "李晓敏", "clerk")
    with pytest.raises(RuleBroken, match="要选负责的站或网格"):
        offices.change_account(office, clerk, role="grid", area=None)
    offices.change_account(office, clerk, role="grid", area=grid)
    offices.reset_password(office, clerk, "new-one")
    add(office, "系统", "admin")
    with office.database.read() as session:
        said = [entry.what for entry in read_log(session, office.actor)]
    assert said == [
        "新增账号　李晓敏（录入员）", "改角色和范围　李晓敏（网格长）", "重设口令　李晓敏（网格长）",
        "新增账号　系统（系统管理员）",
    ]  # fmt: skip


def test_the_system_administrator_has_no_hold_on_the_head(hamlet):
    office = hamlet.office
    add(office, "系统", "admin")
    me, folder = account(office, "demo").id, office.folder
    hamlet.office.database.close()
    # the same folder, opened by the administrator without writing: the services refuse before they write
    with open_office(folder, "系统", PASSWORD, "命令行", writing=False) as other:
        for act in (
            lambda: offices.reset_password(other, me, PASSWORD),
            lambda: offices.close_account(other, me),
            lambda: add(other, "另一个", "head"),
        ):
            with pytest.raises(NotAllowed, match="中心主任的账号只有中心主任能办理"):
                act()


def test_the_lock_gives_way_to_another_account_only_after_a_question(hands):
    hands.shell.go("residents")
    form = hands.shell.page("residents").enter_new()
    fill(form, name="周大壮")
    hands.program.guard.lock()
    page = hands.program.guard.cover.page
    hands.press(page.other)
    box = next(one for one in page.findChildren(Box) if one.isVisible())
    assert "还没有保存" in box.accessibleName()
    hands.press(box.yes)
    hands.wait(lambda: isinstance(hands.program.shown, LoginPage))
    assert tops() == {hands.program.shown}


def test_the_access_log_says_whether_it_is_whole(hands):
    add(hands.office, "李晓敏", "clerk")
    add(hands.office, "王德福", "clerk")
    hands.shell.go("access-log")
    page = hands.shell.page("access-log")
    hands.wait(lambda: page.verdict.text == "记录完整：2 条一条接一条，没有改动和缺少")
    hands.wait(lambda: page.model.rowCount() == 2)
    assert page.model.index(0, 3).data() == "新增账号　王德福（录入员）"
    page.filter_bar.search.setText("晓敏")
    hands.wait(lambda: page.model.rowCount() == 1)
    with hands.office.database.write(hands.office.actor) as session:
        session.execute(text("UPDATE access_log SET what='别的' WHERE number=1"))
    with hands.office.database.read() as session:
        assert broken_log_line(session) == 1
    hands.shell.go("access-log")
    hands.wait(lambda: page.verdict.text.startswith("第 1 条起对不上"))


def test_settings_are_kept(hands):
    hands.shell.go("settings")
    page = hands.shell.page("settings")
    page.minutes.choose(30)
    hands.toast("30 分钟没有动静就锁屏")
    hands.press_word(page, "暗色")
    assert hands.program.look.dark
    assert hands.program.guard.idle._limit == 30 * 60
    with hands.office.database.read() as session:
        assert lock_after(session) == 30
    hands.press_word(page, "跟随系统")
    assert hands.program.machine.theme == ""


def test_the_window_comes_back_where_it_stood(sit_down):
    hands = sit_down()
    folder = hands.office.folder
    hands.shell.showNormal()
    hands.shell.resize(900, 600)
    hands.shell.fold(True)
    hands.program.end()
    again = sit_down(folder)
    assert (again.shell.width(), again.shell.height()) == (900, 600)
    assert again.shell.folded


def test_words_are_larger_from_the_next_start_on(hands, monkeypatch):
    machine = hands.program.machine
    assert list(machine.scales()) == [100], "800 pixels have no room for larger words"
    machine.choose_scale(125)
    assert list(machine.scales()) == [100, 125]
    monkeypatch.setenv("QT_SCALE_FACTOR", "1")
    monkeypatch.delenv("QT_SCALE_FACTOR")
    enlarge(hands.office.folder)
    assert os.environ["QT_SCALE_FACTOR"] == "1.25"


@pytest.mark.parametrize("size", [(1366, 768), (1093, 614), (911, 512)])
def test_every_control_has_a_name_and_room(hands, size):
    hands.shell.showNormal()
    hands.shell.resize(*size)
    for key in ("settings", "accounts", "access-log"):
        hands.shell.go(key)
        assert nameless(hands.shell) == []
        assert cut_off(hands.shell.page(key)) == []
    form = hands.shell.page("accounts").enter_new()
    assert nameless(form) == []
    assert cut_off(form) == []
    form._leave()
    hands.program.guard.lock()
    page = hands.program.guard.cover.page
    assert nameless(page) == []
    assert [w.text() for w in page.findChildren(QLabel) if w.text() == "demo"] == ["demo"]
