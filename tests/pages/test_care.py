"""Links, help and lists of other offices, on their pages."""

from datetime import timedelta

import pytest
import xlsxwriter
from sqlalchemy import select, text

from gridcenter.access.log import read_log
from gridcenter.care.holdings import LINKS
from gridcenter.care.ledgers import help_ledger, links_ledger
from gridcenter.care.pages.link_forms import SpreadGrid
from gridcenter.care.records import HelpCase, HouseholdLink
from gridcenter.care.services.helping import HelpEntry, screen
from gridcenter.care.services.links import free_households, spread
from gridcenter.care.todos import concerns_due, help_due
from gridcenter.ledgers.model import Scope
from gridcenter.register.records import Household
from gridcenter.register.services.concerns import ConcernEntry, note_concern
from gridcenter.register.services.people import (
    PersonEntry,
    ResidentEntry,
    enter_household,
    enter_person,
    enter_resident,
)
from gridcenter.wing.holdings import Passing
from tests.pages.conftest import MONTH, NUMBER, TODAY

WHOLE = Scope(MONTH, None, TODAY)
STRANGER, STRANGERS = "上官不在册", "371423198001019999"


@pytest.fixture
def hamlet(office, ids):
    """Seven more households in the first sub-grid."""
    with office.database.write(office.actor) as session:
        homes = []
        for n in range(7):
            home = enter_household(session, office.actor, unit_id=ids["one"], number=f"01{n:02}").id
            entry = ResidentEntry(PersonEntry(f"户主{'甲乙丙丁戊己庚'[n]}"), home, "head")
            enter_resident(session, office.actor, entry)
            homes.append(home)
    return homes


def body(ledger, key):
    at = [column.key for column in ledger.parts[0].columns].index(key)
    return [row.cells[at] for row in ledger.parts[0].rows if row.kind == "body"]


def total(ledger):
    return ledger.parts[0].rows[-1].cells[1].value


def test_a_household_gets_one_to_look_after_it(go, fill, ids, qtbot, office):
    page = go("links", None)
    assert page.model.rowCount() == 2
    made = fill(page.enter_new(), household_id=ids["home"], person_id=ids["王德福"], kind="member")
    assert made.result == "1 户"
    again = fill(page.enter_new(), household_id=ids["home"], person_id=ids["李晓敏"], kind="member")
    assert "已经由王德福联系" in again.errors["household_id"]
    own = fill(page.enter_new(), household_id=ids["home"], person_id=ids["李晓敏"], kind="cadre")
    assert "自己的户" in own.errors["person_id"]
    with office.database.write(office.actor) as session:
        cadre = enter_person(session, office.actor, PersonEntry("孟包片")).id
    assert fill(page.enter_new(), household_id=ids["home"], person_id=cadre, kind="cadre").result
    with qtbot.waitSignal(page.shown):
        page.filter_bar.put(filters={"state": "without"})
    assert page.model.ids == [ids["other"]]
    with qtbot.waitSignal(page.shown):
        page.filter_bar.put(filters={"state": "several"})
    assert page.model.ids == [ids["home"]]
    with office.database.read() as session:
        page.describe(session, ids["home"])
        drawer = go("residents").describe(session, ids["李秀梅"])
    assert {"联系人"} <= {one.title for one in drawer.related}
    assert "关注事项" not in {one.title for one in drawer.related}


def test_a_grid_is_spread_evenly_after_a_look_at_it(go, fill, ids, hamlet, qtbot, office):
    page = go("links")
    fill(page.link_these(hamlet[:1]), person_id=ids["王德福"], kind="member", since=TODAY)
    form = page.spread([ids["王德福"], ids["李晓敏"]])
    grid = form.findChild(SpreadGrid)
    grid.slots["unit_id"].field.put(ids["one"])
    qtbot.waitUntil(lambda: "王德福　现有 1 户，分到 3 户，共 4 户" in grid.preview.text())
    with office.database.read() as session:
        shares_ = spread(session, ids["one"], [ids["王德福"], ids["李晓敏"]], "member")
    assert [one.before + len(one.households) for one in shares_] == [4, 4]
    outcome = fill(form, kind="member", since=TODAY)
    assert outcome.result == "7 户"
    with office.database.read() as session:
        assert free_households(session, ids["one"], "member") == []
    people = go("lookers")
    rows = {row[0]: row for row in ([people.model.index(r, c).data() for c in range(1, 4)] for r in range(2))}
    assert {name: row[1] for name, row in rows.items()} == {"王德福": "4", "李晓敏": "4"}
    with qtbot.waitSignal(people.shown):
        people.filter_bar.put(filters={"over": 10})
    assert people.model.rowCount() == 0


def test_links_passed_on_leave_last_months_ledger_as_it_was(office, ids, hamlet):
    before = MONTH.shift(-1).first
    with office.database.write(office.actor) as session:
        session.add_all(
            HouseholdLink(person_id=ids["王德福"], household_id=home, kind="member", since=before)
            for home in hamlet
        )
    with office.database.write(office.actor) as session:
        held = LINKS.load(session, LINKS.find(session, [ids["王德福"]], TODAY)[ids["王德福"]])
        assert [one.place for one in held] == ["前街一组"] * 7
        passing = Passing(ids["王德福"], ids["李晓敏"], MONTH.first, [one.id for one in held])
        LINKS.pass_on(session, office.actor, passing)
        assert not LINKS.find(session, [ids["王德福"]], MONTH.first)
    with office.database.read() as session:
        last = links_ledger(session, Scope(MONTH.shift(-1), None, MONTH.shift(-1).last))
        now = links_ledger(session, WHOLE)
    assert set(body(last, "person")) == {"王德福"}
    assert set(body(now, "person")) == {"李晓敏"}
    assert "月末有联系人 7 户" in total(now)


def test_help_from_need_to_result(go, fill, ids, office, qtbot, cells):
    page = go("helping")
    made = fill(page.enter_new(), household_id=ids["home"], need="illness", screened_on=TODAY)
    assert made.result == "李秀梅户"
    twice = fill(page.enter_new(), household_id=ids["home"], need="illness", screened_on=TODAY)
    assert "没有结束" in twice.errors["need"]
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    case = page.model.ids[0]
    assert fill(page.measure(case), kind="subsidy", helper="周敏", subsidy="new", done_on=TODAY).result
    assert fill(page.measure(case), kind="medical", helper="周敏", subsidy="raised", done_on=TODAY).result
    with office.database.read() as session:
        ledger = help_ledger(session, WHOLE)
        due = help_due(session, MONTH, TODAY + timedelta(days=200))
    assert "在帮 1 户，本月摸排 1 户，本月措施 2 次；本月补助新增 1 户、提标 1 户" in total(ledger)
    assert [one.id for one in due] == [case]
    with qtbot.waitSignal(page.shown):
        assert fill(page.close_case(case), result="eased", closed_on=TODAY).result
    qtbot.waitUntil(lambda: page.model.rowCount() == 0)
    with office.database.read() as session:
        assert help_due(session, MONTH, TODAY + timedelta(days=400)) == []
        assert body(help_ledger(session, WHOLE), "result") == ["困难已缓解"]


def test_many_that_are_due_are_one_line_that_leads_to_their_list(office, hamlet, ids):
    with office.database.write(office.actor) as session:
        for home in hamlet:
            screen(session, office.actor, HelpEntry(home, "illness", TODAY), today=TODAY)
            entry = ConcernEntry("other", "邻里纠纷", home, review_on=TODAY + timedelta(days=9))
            note_concern(session, office.actor, entry, today=TODAY)
    with office.database.read() as session:
        (help_,) = help_due(session, MONTH, TODAY + timedelta(days=200))
        (concern,) = concerns_due(session, MONTH, TODAY + timedelta(days=10))
    assert (help_.what, help_.count) == ("7 条帮扶要复核", 7)
    assert (concern.what, concern.count) == ("7 条关注事项要复核", 7)
    assert help_.target.filters == concern.target.filters == {"state": "review"}


def list_file(path, rows):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("低保")
        sheet.write_row(0, 0, ["2026年低保对象名单"])
        for line, row in enumerate((["序号", "对象姓名", "公民身份号码", "金额"], *rows), 1):
            sheet.write_row(line, 0, row)
    return path


def kept_words(office):
    """Everything that stands in the file, as bytes."""
    with office.database.engine.connect() as connection:
        tables = connection.execute(text("SELECT name FROM sqlite_master WHERE type='table'")).scalars().all()
        for table in tables:
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                for value in row:
                    yield value if isinstance(value, bytes) else str(value).encode()


def test_a_list_leaves_nothing_of_those_who_are_not_here(go, fill, ids, office, qtbot, tmp_path):
    wrong = NUMBER[:16] + ("1" if NUMBER[16] != "1" else "2") + NUMBER[17]
    path = list_file(tmp_path / "名单.xlsx", [
        [1, "李秀梅", NUMBER, 300], [2, STRANGER, STRANGERS, 300], [3, "王德福", "", 200],
        [4, "赵不在", "371423197001019998", 100], [5, "李秀梅", NUMBER[:15] + "000", 1], [6, "李秀梅", wrong, 1],
    ])  # fmt: skip
    page = go("matching")
    with qtbot.waitSignal(page.shown):
        page.compare(path)
    assert [hit.name for hit in page._hits()] == ["李秀梅", "王德福"]
    assert [hit.sureness for hit in page._hits()] == ["sure", "name"]
    assert "6 行：确定 1，号码有疑 0，同名 1" in page.note.text()
    assert "不在本乡 2" in page.note.text()
    path.unlink()
    office.database.engine.dispose()
    folder = [one.read_bytes() for one in office.folder.rglob("*") if one.is_file()]
    words = [*kept_words(office), *folder]
    for secret in (STRANGER, STRANGERS, "赵不在"):
        assert not [one for one in words if secret.encode() in one or secret.encode("utf-16-le") in one]
    assert any("李秀梅".encode() in one for one in words)
    with office.database.read() as session:
        log = read_log(session, office.actor)
    assert [one.what for one in log if "比对" in one.what] == ["比对外单位名单　6 行"]

    page.open_record(page.model.ids[0])
    assert fill(page.screen_these(page.model.ids), need="illness", screened_on=TODAY).result == "2 户"
    assert fill(page.tag_these(page.model.ids[:1]), kind="low_income").result == "1 户"
    with office.database.read() as session:
        assert set(session.scalars(select(HelpCase.household_id))) == {ids["home"], ids["other"]}
        assert session.get(Household, ids["home"]).kind == "low_income"


@pytest.mark.parametrize("number", [NUMBER[:15] + "000", NUMBER[:17] + ("0" if NUMBER[17] != "0" else "1")])
def test_a_number_that_a_spreadsheet_spoilt_is_doubtful(go, qtbot, tmp_path, number):
    page = go("matching")
    with qtbot.waitSignal(page.shown):
        page.compare(list_file(tmp_path / "名单.xlsx", [[1, "李秀梅", number, 1]]))
    assert [(hit.name, hit.sureness) for hit in page._hits()] == [("李秀梅", "doubtful")]
