"""The page of code tables: a word is added, renamed, ordered and put out of use; forms follow."""

from datetime import timedelta

from PySide6.QtCore import Qt

from gridcenter.app.lexicon import LEXICON
from gridcenter.base.periods import today
from gridcenter.codes.tables import CodeEntry
from gridcenter.desk.codes_page import CodesPage
from gridcenter.desk.declared_fields import code_field
from gridcenter.desk.sidebar import NavItem
from gridcenter.register.codes import HOUSEHOLD_KIND
from gridcenter.store.listing import Wish
from tests.pages.conftest import shown


def offered(desk):
    field = code_field(desk, HOUSEHOLD_KIND)
    field.setText("打鱼")
    field.textEdited.emit("打鱼")
    return [offer.words for offer in field.offers]


def words_of(page):
    """What the page shows of the household kinds, in order."""
    return [row.line.word for row in page._rows.values() if row.table is HOUSEHOLD_KIND]


def test_a_word_is_kept_from_the_page_and_forms_follow(desk, office, qtbot, fill):
    tables = tuple(LEXICON.tables.values())
    make = [NavItem("codes", "代码表", "list-filter", 1, lambda: CodesPage(desk, office.actor, tables))]
    shell = shown(desk, qtbot, make)
    page = shell.page("codes")
    with qtbot.waitSignal(page.shown):
        shell.go("codes", Wish(filters={"table": "household_kind"}))
    said = fill(page.enter_new(), table="household_kind", word="渔民户")
    assert said.errors == {}
    twice = page.enter_new()
    assert "已经有" in fill(twice, table="household_kind", word="渔民户").errors["word"]
    twice.done(0)
    qtbot.waitUntil(lambda: words_of(page)[-1:] == ["渔民户"])
    [made] = [one for one, row in page._rows.items() if row.line.code == "渔民户"]
    assert fill(page.edit(made), word="打鱼户").errors == {}
    qtbot.waitUntil(lambda: words_of(page)[-1:] == ["打鱼户"])
    page.table.go_to(made)
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    qtbot.keyClick(page.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: words_of(page)[-2:-1] == ["打鱼户"])
    assert "打鱼户" in offered(desk)
    assert fill(page.retire(made), until=today() - timedelta(days=1)).errors == {}
    assert "打鱼户" not in offered(desk)
    with office.database.write(office.actor) as session:
        entry = session.get_one(CodeEntry, made)
        entry.enabled, entry.until = False, None
    qtbot.waitUntil(lambda: not page._rows[made].line.offered)
    assert fill(page.edit(made), word="渔家户").errors == {}
    assert "渔家户" not in offered(desk)
