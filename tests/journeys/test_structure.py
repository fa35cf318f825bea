"""Levels, grid sets, required posts, Party units and notice boards: from service to list and paper."""

from datetime import date

import pytest
from pypdfium2 import PdfDocument
from sqlalchemy import func, select

from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import Month, today
from gridcenter.ledgers.library import find_ledger, month_scope
from gridcenter.ledgers.making import draft, make_file
from gridcenter.office import open_office
from gridcenter.register.board_ledger import notice_boards
from gridcenter.register.imports.grids import GRIDS
from gridcenter.register.records import Placement, PostHolding, Unit, Village
from gridcenter.register.services.boards import (
    CHANGED,
    MADE,
    NEVER,
    BoardWords,
    board_rows,
    note_made,
    put_up,
    save_words,
)
from gridcenter.register.services.grids import grid_rows
from gridcenter.register.services.levels import (
    Band,
    LevelLine,
    level_lines,
    save_bands,
    save_levels,
)
from gridcenter.register.services.party_cover import (
    PartyEntry,
    chain,
    cover,
    coverage,
    covers,
    enter_party_unit,
    proposals,
)
from gridcenter.register.services.people import relieve
from gridcenter.register.services.placing import (
    count_unplaced,
    find_places,
    homes_below,
    load_places,
    place_homes,
    place_like_main,
)
from gridcenter.register.services.required import gaps, require_posts
from gridcenter.register.services.sets import add_set, grid_sets
from gridcenter.register.services.structure import Tree
from gridcenter.register.services.unit_facts import UnitFacts, change_facts, proposed_code
from gridcenter.sheets.imports import run_import
from gridcenter.sheets.verdicts import Outcome
from gridcenter.store.listing import Wish
from gridcenter.wings import LEDGERS

NOVEMBER, DAY = Month(2026, 11), date(2026, 11, 22)
SCOPE = month_scope(NOVEMBER, None, DAY)


@pytest.fixture
def office(yanwu_copy):
    with open_office(yanwu_copy, "", "demo", "命令行") as opened:
        yield opened


@pytest.fixture
def keep(office):
    """Does something in a frame of writing of its own and returns what came of it."""

    def keeping(verb, *args, **named):
        with office.database.write(office.actor) as session:
            return verb(session, office.actor, *args, **named)

    return keeping


@pytest.fixture
def read(office):
    def reading(verb, *args, **named):
        with office.database.read() as session:
            return verb(session, *args, **named)

    return reading


def grids(session):
    return Tree.load(session, NOVEMBER).level("grid")


def printed(office, name, scope=SCOPE):
    drawn = draft(office.database, office.actor, find_ledger(LEDGERS, name), scope)
    pages = PdfDocument(drawn.pdf)
    return ["".join(page.get_textpage().get_text_range().split()) for page in pages]


def test_a_second_set_is_begun_as_a_copy_and_its_households_are_placed_in_one_step(office, keep, read):
    made = keep(add_set, name="防疫", since=date(2026, 11, 1), copy_of="main")
    assert [one.name for one in read(grid_sets)] == ["综治", "防疫"]
    main, copy = read(Tree.load), read(Tree.load, None, made.key)
    assert len(copy.units) == len(main.units)
    assert {u.id for u in copy.units} & {u.id for u in main.units} == {main.level("township")[0].id}
    loose = read(count_unplaced, made.key)
    assert loose > 8000
    assert keep(place_like_main, made.key, None) == loose
    assert read(count_unplaced, made.key) == 0
    sizes = [{r.name: r.households for r in read(grid_rows, NOVEMBER, key).values()} for key in ("main", made.key)]
    assert sizes[0] == sizes[1]
    assert any("防疫网格" in page for page in printed(office, "set-roster"))


def test_a_household_has_one_grid_in_each_set(keep, read):
    made = keep(add_set, name="防疫", copy_of="main", deepest="grid")
    one, two = (unit.id for unit in read(Tree.load, None, made.key).level("grid")[:2])
    assert not read(Tree.load, None, made.key).level("subgrid")
    home = read(lambda s: s.scalars(select(Placement.household_id).limit(1)).one())
    assert keep(place_homes, [home], one, date(2026, 11, 1)) == 1
    with pytest.raises(RuleBroken, match="一户只能归一个"):
        keep(place_homes, [home], two, date(2026, 11, 1))
    assert keep(place_homes, [home], two, date(2026, 11, 10)) == 1
    open_ones = select(func.count()).where(
        Placement.household_id == home, Placement.grid_set == made.key, Placement.until.is_(None)
    )
    assert read(lambda s: s.scalar(open_ones)) == 1


def test_two_places_after_a_merge_are_shown_and_mended(office, keep, read):
    made = keep(add_set, name="防疫", copy_of="main", deepest="grid")
    one, two = (unit.id for unit in read(Tree.load, None, made.key).level("grid")[:2])
    home = read(lambda s: s.scalars(select(Placement.household_id).limit(1)).one())
    with office.database.write(office.actor) as session:
        for unit in (one, two):
            session.add(Placement(household_id=home, unit_id=unit, grid_set=made.key))
    wish = Wish(filters={"state": "several"})
    assert read(find_places, made.key, wish) == [home]
    assert len(read(load_places, made.key, [home])[home].places) == 2
    assert sum(r.households for r in read(grid_rows, NOVEMBER, made.key).values() if r.key == "grid") == 1
    assert keep(place_homes, [home], one, date(2026, 11, 10)) == 1
    assert read(find_places, made.key, wish) == []


def test_a_village_is_placed_at_once(keep, read):
    made = keep(add_set, name="防疫", copy_of="main", deepest="grid")
    grid = read(Tree.load, None, made.key).level("grid")[0]
    homes = read(homes_below, grid.village_id)
    assert keep(place_homes, homes, grid.id, DAY) == len(homes) > 100


def test_sizes_outside_the_band_are_noted_by_set(keep, read):
    rows = read(grid_rows, NOVEMBER)
    assert any(row.size_note for row in rows.values() if row.key == "subgrid")
    lines = [
        LevelLine(line.key, line.name, Band(5, 9000) if line.key != "township" else Band(), line.key != "micro")
        for line in read(level_lines)
    ]
    keep(save_levels, lines)
    assert not any(row.size_note for row in read(grid_rows, NOVEMBER).values())
    made = keep(add_set, name="防疫", copy_of="main")
    keep(place_like_main, made.key, None)
    keep(save_bands, made.key, {"grid": Band(None, 10)})
    assert all("多于 10 户" in r.size_note for r in read(grid_rows, NOVEMBER, made.key).values() if r.key == "grid")


def test_a_level_that_is_stood_on_stays_and_a_fifth_is_added(keep, read):
    lines = read(level_lines)
    gone = [LevelLine(one.key, one.name, one.band, one.key != "subgrid") for one in lines]
    with pytest.raises(RuleBroken, match="还有 79 个子网格"):
        keep(save_levels, gone)
    keep(save_levels, [LevelLine(one.key, one.name, one.band) for one in lines])
    assert [one.used for one in read(level_lines)] == [True] * 5


def test_required_posts_follow_the_table_and_tell_since_when(office, keep, read):
    grid = read(grids)[0]
    held = read(lambda s: s.scalars(select(PostHolding).where(
        PostHolding.unit_id == grid.id, PostHolding.post == "guide")).one())
    assert read(gaps, [grid], NOVEMBER) == []
    keep(relieve, held.id, last_day=date(2026, 11, 10))
    [gap] = read(gaps, [grid], NOVEMBER)
    assert (gap.post, gap.since) == ("guide", date(2026, 11, 11))
    assert read(grid_rows, NOVEMBER)[grid.id].vacancy == "缺党建指导员"
    keep(require_posts, "grid", None, ["grid_head"])
    assert read(gaps, [grid], NOVEMBER) == []


def test_a_basic_grid_without_village_asks_for_a_reason_and_a_special_one_for_its_managers(keep, read):
    grid = read(grids)[0]
    with pytest.raises(RuleBroken, match="写明原因"):
        keep(change_facts, grid.id, UnitFacts())
    keep(change_facts, grid.id, UnitFacts(without_village="跨村的工业园区"))
    with pytest.raises(RuleBroken, match="双重管理单位"):
        keep(change_facts, grid.id, UnitFacts(kind="special"))
    village = read(lambda s: s.scalars(select(Village).where(Village.code.is_not(None)).limit(1)).one())
    code = read(proposed_code, village.id)
    assert code == f"{village.code}001"
    keep(change_facts, grid.id, UnitFacts("special", village.id, code, "县供销社"))
    assert read(proposed_code, village.id) == f"{village.code}002"


def test_party_units_are_proposed_by_village_and_counted(office, keep, read):
    assert len(read(coverage, NOVEMBER).without) == 22
    top = keep(enter_party_unit, PartyEntry("committee", "中共严务乡委员会"))
    found = read(proposals, NOVEMBER)
    grid = next(iter(found))
    keep(cover, [grid], found[grid].id, date(2026, 11, 1))
    assert len(read(coverage, NOVEMBER).without) == 21
    assert len(read(coverage, Month(2026, 10)).without) == 22
    branch = keep(enter_party_unit, PartyEntry("group", "某小组"))
    with pytest.raises(RuleBroken, match="不能归到"):
        keep(enter_party_unit, PartyEntry("branch", "某支部", parent_id=branch.id))
    assert [one.name for one in read(lambda s: chain(s, covers(s, NOVEMBER)[grid]))][-1] == found[grid].name
    assert top.name not in printed(office, "party-cover")[0]
    assert "覆盖率4.5%" in "".join(printed(office, "party-cover"))


def test_a_board_is_a_sheet_a_grid_and_tells_what_changed_on_it(office, keep, read, tmp_path):
    keep(save_words, BoardWords("0534-6600112", "", "有事找网格"))
    pages = printed(office, "notice-board")
    assert len(pages) == 22
    assert all("0534-6600112" in page and "第1版" in page for page in pages)
    ledger = read(notice_boards, SCOPE)
    facts = dict(ledger.facts)
    unit, known = next(iter(facts.items()))
    assert known.people[0].name in pages[0]
    assert keep(note_made, facts, DAY) == 22
    assert keep(note_made, facts, DAY) == 0
    with pytest.raises(RuleBroken, match="不能早于打印日期"):
        keep(put_up, [unit], day=date(2026, 11, 1), place="")
    keep(put_up, [unit], day=DAY, place="村委会门口")
    person = read(lambda s: s.scalars(select(PostHolding).where(
        PostHolding.unit_id == unit, PostHolding.post == "grid_head", PostHolding.until.is_(None))).one())
    with office.database.write(office.actor) as session:
        session.get_one(Unit, unit).extent = "东至灌溉干渠，西至乡道"
    keep(relieve, person.id, last_day=date(2026, 10, 31))
    row = read(board_rows, NOVEMBER)[unit]
    assert row.state == CHANGED
    assert [label for label, _old, _new in row.changes] == ["网格长", "区域范围"]
    assert "第2版" in printed(office, "notice-board")[0]
    board = find_ledger(LEDGERS, "notice-board")
    assert make_file(office.database, office.actor, board, SCOPE, tmp_path / "a.xlsx").rows


def test_boards_handed_out_by_any_way_are_noted_those_of_a_month_past_are_not(office, read, tmp_path):
    board = find_ledger(LEDGERS, "notice-board")

    def states(month):
        return {row.state for row in read(board_rows, month).values()}

    now = month_scope(Month.of(today()), None, today())
    make_file(office.database, office.actor, board, now, tmp_path / "a.xlsx")
    make_file(office.database, office.actor, board, month_scope(Month(2026, 9), None, today()), tmp_path / "b.pdf")
    assert states(now.month) == {NEVER}
    make_file(office.database, office.actor, board, now, tmp_path / "c.pdf")
    assert states(now.month) == {MADE}


def test_a_grid_table_draws_another_set_and_leaves_the_main_one(office, keep, read, tmp_path):
    made = keep(add_set, name="防疫")
    book = tmp_path / "防疫.csv"
    rows = ["网格体系,行政村,基本网格,网格长,网格长联系电话", "防疫,严务村,严务防疫一格,周敏,10012340001"]
    rows += ["禁烧,严务村,甲格,,"]
    book.write_text("\n".join(rows), encoding="utf-8-sig")
    before = len(read(grids))
    batch = run_import(office.database, office.actor, GRIDS, book, today=DAY)
    assert [one.name for one in read(Tree.load, None, made.key).level("grid")] == ["严务防疫一格"]
    assert len(read(grids)) == before
    assert [v.outcome for v in batch.verdicts] == [Outcome.CREATED, Outcome.REJECTED]
