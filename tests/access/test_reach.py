"""An account of an area sees its subtree and nothing else, whichever way it asks."""

import shutil
from contextlib import nullcontext
from datetime import date

import pytest
import xlsxwriter
from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from gridcenter.access.attachments import attach, attachments_of, detach, prepare
from gridcenter.base.errors import NotAllowed, NotFound, RuleBroken
from gridcenter.base.periods import Month
from gridcenter.codes.tables import CodeEntry
from gridcenter.disputes.imports import DISPUTES
from gridcenter.disputes.records import Dispute, DisputeParty
from gridcenter.disputes.services import DisputeEntry, register_dispute
from gridcenter.matters.records import Matter
from gridcenter.matters.services import MatterEntry, next_number, register_matter
from gridcenter.office import open_office
from gridcenter.party.services import find_members
from gridcenter.register.records import (
    BoardText,
    DataPurpose,
    DataSwitch,
    GridLevel,
    GridSet,
    Household,
    Person,
    Placement,
    Redrawing,
    RequiredPost,
    Residence,
    Unit,
    Village,
)
from gridcenter.register.services.grids import grid_rows, places
from gridcenter.register.services.homes import (
    change_resident,
    editable,
    find_homes,
    home,
    resident_details,
    reveal,
)
from gridcenter.register.services.people import (
    PersonEntry,
    ResidentEntry,
    count_residents,
    enter_household,
    enter_resident,
    find_residents,
    load_residents,
)
from gridcenter.sheets.imports import run_import
from gridcenter.sheets.records import SheetLayout
from gridcenter.staff.records import AllowanceRate, AllowanceRule
from gridcenter.store.backup import backup
from gridcenter.store.finding import find
from gridcenter.store.history import history
from gridcenter.store.listing import Wish, fetch_ids
from gridcenter.store.records import record_classes
from gridcenter.store.sight import unlimited
from gridcenter.supervision.records import Inspection
from gridcenter.supervision.services import inspections_of
from gridcenter.visits.records import Visit
from gridcenter.visits.services import VISITS, raise_matter
from gridcenter.wings import COUNTS, OPEN, WINGS
from gridcenter.workbench.services import overview
from tests.access.conftest import GRID, PASSWORD, STATION
from tests.journeys.hamlet import build, printed

OCTOBER, TODAY = Month(2026, 10), date(2026, 11, 22)
UNFENCED = {
    BoardText: "what stands on every notice board: telephones of the office, a motto",
    CodeEntry: "words of the code tables: the whole office speaks the same",
    DataPurpose: "what records are kept for",
    DataSwitch: "which delicate data are kept at all",
    SheetLayout: "how spreadsheets are laid out: no cell of any file",
    AllowanceRate: "what posts are paid, everywhere alike",
    AllowanceRule: "how the allowance is reckoned",
    GridLevel: "what the levels of the tree are called",
    GridSet: "which grid sets there are",
    Redrawing: "how the grids were drawn anew: the tree is everybody's",
    RequiredPost: "which posts units of a level must have",
}
"""Records of the whole office, of nobody's area."""


def living(session, units):
    """Return who lives in the units, asked for without any fence."""
    placed = select(Placement.household_id).where(
        Placement.unit_id.in_(units), Placement.until.is_(None)
    )
    return set(
        session.scalars(
            select(Residence.person_id).where(
                Residence.household_id.in_(placed), Residence.until.is_(None)
            )
        )
    )


@pytest.fixture
def stranger(whole):
    """Somebody who lives in a grid of another station."""
    return min(living(whole.session, [u.id for u in whole.tree.below(whole.sibling.id)]))


def strange(session, cls, column, units):
    """Return a record of a class that lies outside the units."""
    return session.scalar(select(cls).where(column.not_in(units)).order_by(cls.id).limit(1))


def test_residents_are_those_of_the_area(as_grid, as_station, whole):
    for office, units in ((as_grid, whole.grid), (as_station, whole.station)):
        with office.database.read() as session:
            found = find_residents(session, Wish())
            assert set(found) == living(whole.session, units)
            assert len(load_residents(session, found)) == len(found) == count_residents(session)[0]
            sorted_, words = Wish(sort_by="name"), Wish(words="张")
            assert set(find_residents(session, sorted_)) == set(found)
            assert set(find_residents(session, words)) == {
                i for i in find_residents(whole.session, words) if i in set(found)
            }


NOT_IN_FILES = {"linked", "helped", "subsidies_new", "subsidies_raised"}
"""What no sample file holds; the tests of care enter it."""


@pytest.mark.parametrize(
    "count", [c for c in COUNTS if c.key not in NOT_IN_FILES], ids=lambda count: count.key
)
def test_every_count_is_of_a_part(as_station, whole, count):
    with as_station.database.read() as session:
        assert 0 < session.scalar(count.query) < whole.session.scalar(count.query)


def test_every_way_of_asking_is_fenced(as_grid, whole):
    known = living(whole.session, whole.grid)
    other, core = aliased(Person), aliased(Household)
    with as_grid.database.read() as session:
        assert set(session.scalars(select(other.id))) >= known
        many = session.scalar(select(func.count()).select_from(select(Person.id).subquery()))
        assert many == session.scalar(select(func.count(other.id))) == len(
            fetch_ids(session, select(Person.id))
        )  # fmt: skip
        inside = select(core.id).where(core.id == Residence.household_id).exists()
        assert set(session.scalars(select(Residence.person_id).where(inside))) >= known
        households = session.scalar(select(func.count(core.id)))
        assert households == len(
            session.scalars(
                select(Household.id).where(Household.id.in_(select(Placement.household_id)))
            ).all()
        )


def test_every_kind_of_record_is_fenced(as_grid):
    own = {cls for cls in record_classes().values() if cls.__module__.startswith("gridcenter.")}
    fenced = set(as_grid.database.sight.own)
    assert own - fenced == set(UNFENCED), "say in the reach.py of the wing what lies in an area"


def test_attachments_are_reached_through_their_record(divided, whole):
    inside = select(Placement.household_id).where(Placement.unit_id.in_(whole.grid))
    other = strange(whole.session, Visit, Visit.household_id, inside).id
    note = prepare("记录.txt", "已告知村委会".encode())
    with open_office(divided, "yu", PASSWORD, "命令行", writing=False) as office, office.database.read() as session:
        own = session.scalar(select(Visit.id).limit(1))
    with open_office(divided, "demo", "demo", "命令行") as office, office.database.write(office.actor) as session:
        for visit in (own, other):
            attach(session, office.database.media, office.actor, "visit", visit, [note], on=TODAY)
        [theirs] = attachments_of(session, "visit", other)
    with open_office(divided, "yu", PASSWORD, "命令行") as office:
        actor, database = office.actor, office.database
        with database.read() as session:
            assert [held.name for held in attachments_of(session, "visit", own)] == ["记录.txt"]
            assert attachments_of(session, "visit", other) == []
        with database.write(actor) as session, pytest.raises(NotFound):
            attach(session, database.media, actor, "visit", other, [note], on=TODAY)
        with database.write(actor) as session, pytest.raises(NotFound):
            detach(session, actor, theirs.id)


def test_attachments_take_the_right_of_their_record(divided, whole):
    inside = whole.session.scalar(select(Inspection.id).where(Inspection.unit_id.in_(whole.grid)))
    photo = prepare("问题.txt", "积水".encode())
    with open_office(divided, "demo", "demo", "命令行") as office, office.database.write(office.actor) as session:
        [evidence] = attach(session, office.database.media, office.actor, "inspection", inside, [photo], on=TODAY)
        kept = evidence.id
    with open_office(divided, "yu", PASSWORD, "命令行") as office:
        actor, database = office.actor, office.database
        with database.write(actor) as session:
            with pytest.raises(NotAllowed, match="督查打分"):
                detach(session, actor, kept)
            for kind, record in (("inspection", inside), ("unit", whole.grid[0])):
                with pytest.raises(NotAllowed):
                    attach(session, database.media, actor, kind, record, [photo], on=TODAY)
        with database.read() as session:
            assert [held.id for held in attachments_of(session, "inspection", inside)] == [kept]


def test_a_matter_of_a_village_is_of_every_grid_in_it(divided, whole):
    """前庄科村 has two grids; who heads one of them sees what names the village only."""
    own, other = whole.units[GRID].village_id, whole.sibling.village_id
    assert own != other
    with open_office(divided, "demo", "demo", "命令行") as office, office.database.write(office.actor) as session:
        near, far = (
            register_matter(session, office.actor, MatterEntry("井盖松动响声大", TODAY, village_id=village)).id
            for village in (own, other)
        )
    with open_office(divided, "yu", PASSWORD, "命令行", writing=False) as office, office.database.read() as session:
        seen = set(session.scalars(select(Matter.id)))
        found = [hit.record for kind in find(session, office.index.sources, "井盖松动") for hit in kind.hits]
    assert near in seen
    assert far not in seen
    assert found == [near]


def test_a_strangers_record_is_not_there(as_grid, whole, stranger):
    place = whole.session.scalar(
        select(Residence.household_id).where(Residence.person_id == stranger)
    )
    name = whole.session.get(Person, stranger).name
    with as_grid.database.read() as session:
        assert session.get(Person, stranger) is None
        assert load_residents(session, [stranger]) == {}
        assert history(session, Person, stranger) == []
        with pytest.raises(NotFound):
            resident_details(session, stranger)
        with pytest.raises(NotFound):
            home(session, place)
        found = find(session, as_grid.index.sources, name, 1000)
        assert stranger not in {hit.record for kind in found for hit in kind.hits}
        assert place not in {one.id for one in find_homes(session, name, 1000)}
    with as_grid.database.write(as_grid.actor) as session, pytest.raises(NotFound):
        reveal(session, as_grid.actor, stranger, reason="查看")


def test_search_finds_as_many_as_there_are(as_grid, whole):
    with as_grid.database.read() as session:
        people = find(session, as_grid.index.sources, "张", 5)[0]
        own = set(session.scalars(select(Person.id)))
        assert {hit.record for hit in people.hits} <= own
        assert (people.source.kind, len(people.hits)) == ("person", 5)
        everybody = find(whole.session, as_grid.index.sources, "张", 5)[0]
        assert 5 < people.total < everybody.total


def test_members_visits_matters_and_inspections_are_of_the_area(as_grid, as_station, whole):
    with as_station.database.read() as session:
        homes = set(session.scalars(select(Household.id)))
        visits = session.scalars(select(Visit)).all()
        assert {visit.household_id for visit in visits} <= homes
        assert len(VISITS.find(session, Wish())) == len(visits)
        units = {m.unit_id for m in session.scalars(select(Matter))} - {None}
        assert units <= set(whole.station)
        assert {d.unit_id for d in session.scalars(select(Dispute))} <= set(whole.station)
        disputes = set(session.scalars(select(Dispute.id)))
        assert set(session.scalars(select(DisputeParty.dispute_id))) == disputes
        assert set(inspections_of(session, OCTOBER)) <= set(whole.station)
        assert 0 < len(find_members(session, Wish())) < len(find_members(whole.session, Wish()))
    with as_grid.database.read() as session:
        assert set(inspections_of(session, OCTOBER)) == {whole.units[GRID].id}
        shown = overview(session, WINGS, OCTOBER, TODAY)
        assert [grid.id for grid in shown.land.grids] == [whole.units[GRID].id]
        assert set(shown.land.homes) == set(session.scalars(select(Household.id)))


def test_the_tree_is_the_subtree_and_the_names_above_it(as_grid, whole):
    with as_grid.database.read() as session:
        rows = grid_rows(session, OCTOBER)
        above = [u.id for u in whole.tree.path(whole.units[GRID])[:-1]]
        assert [i for i, row in rows.items() if not row.whole] == above
        assert {i for i, row in rows.items() if row.whole} == set(whole.grid)
        assert {place.id for place in places(session, "station", "grid")} == {whole.units[GRID].id}


def test_a_ledger_prints_the_own_part_and_says_so(as_grid, as_station, whole):
    other = whole.sibling.name
    for office, own in ((as_grid, GRID), (as_station, STATION)):
        with office.database.read() as session:
            mine = build(session, "inspection")
            paper = printed(mine)
        theirs = build(whole.session, "inspection", area=own)
        assert mine.number == theirs.number
        assert (mine.title, printed(theirs)) == (theirs.title, paper)
        assert own in mine.title
        assert other not in paper
    with as_grid.database.read() as session:
        assert (
            build(session, "inspection", area=STATION).title == build(session, "inspection").title
        )
        with pytest.raises(NotFound):
            build(session, "inspection", area=other)


def test_what_lies_outside_is_not_written(as_grid, whole, stranger):
    actor, database = as_grid.actor, as_grid.database
    inside = select(Placement.household_id).where(Placement.unit_id.in_(whole.grid))
    visit = strange(whole.session, Visit, Visit.household_id, inside)
    matter = MatterEntry("路灯不亮", TODAY, unit_id=whole.sibling.id)
    with pytest.raises(NotAllowed, match=f"不在你负责的{GRID}里"), database.write(actor) as session:
        register_matter(session, actor, matter)
    dispute = DisputeEntry(TODAY, whole.sibling.id, "neighbour", "宅基地边界", ("甲", "乙"))
    with pytest.raises(RuleBroken), database.write(actor) as session:
        register_dispute(session, actor, dispute)
    with pytest.raises(NotFound), database.write(actor) as session:
        raise_matter(session, actor, visit.id)
    with pytest.raises(RuleBroken), database.write(actor) as session:
        enter_household(session, actor, unit_id=whole.sibling.id, number="9999")
    with pytest.raises(NotAllowed), database.write(actor) as session:
        session.update_many(Person, [(stranger, {"phone": "10000000000"})])
    with pytest.raises(NotAllowed), database.write(actor) as session:
        session.delete_many(Visit, [visit.id])
    assert whole.session.scalar(select(func.count(Visit.id)).where(Visit.id == visit.id)) == 1


def test_nobody_is_moved_out_of_the_area(as_grid, whole):
    actor, database = as_grid.actor, as_grid.database
    person = min(living(whole.session, whole.grid))
    elsewhere = strange(
        whole.session, Placement, Placement.unit_id, whole.grid
    ).household_id  # fmt: skip
    with database.write(actor, keep=False) as session:
        known = editable(session, actor, person)
        entry = ResidentEntry(PersonEntry(known.person.name), elsewhere, "other")
        with pytest.raises(RuleBroken, match="所属的户"):
            change_resident(session, actor, person, entry, keep=("id_number", "phone"))
    with pytest.raises(NotAllowed), database.write(actor) as session:
        session.scalar(
            select(Residence).where(Residence.person_id == person)
        ).household_id = elsewhere
    with pytest.raises(NotAllowed), database.write(actor) as session:
        session.scalar(select(Placement).limit(1)).unit_id = whole.sibling.id
    with pytest.raises(NotAllowed), database.write(actor) as session:
        session.get(Unit, whole.units[STATION].id).name = "改名"


def test_what_lies_inside_is_written(as_grid, whole):
    actor, database = as_grid.actor, as_grid.database
    with database.write(actor, keep=False) as session:
        household = enter_household(session, actor, unit_id=whole.units[GRID].id, number="9001")
        assert session.get(Village, household.village_id) is not None
        entry = ResidentEntry(PersonEntry("谭树礼"), household.id, "head")
        enter_resident(session, actor, entry)
        visit = session.scalar(
            select(Visit).where(Visit.need.is_not(None), Visit.matter_id.is_(None))
        )
        matter = raise_matter(session, actor, visit.id)
        assert matter.number == next_number(whole.session, visit.visited_on)


def test_what_was_written_is_in_the_area_at_once(as_grid, whole):
    actor, database = as_grid.actor, as_grid.database

    def seen(person):
        with database.read() as session:
            return session.get(Person, person) is not None

    with database.read(), database.write(actor) as session:  # two connections that know of nobody new
        household = enter_household(session, actor, unit_id=whole.units[GRID].id, number="9002")
        entry = ResidentEntry(PersonEntry("谭树义"), household.id, "head")
        person = enter_resident(session, actor, entry).person_id
    assert seen(person)
    place = select(Placement).where(Placement.household_id == household.id)
    with database.write(actor) as session:
        stay = select(Residence.id).where(Residence.person_id == person)
        session.delete_many(Residence, session.scalars(stay).all())
        session.delete_many(Person, [person])
        session.delete_many(Placement, [session.scalar(place).id])
        session.delete_many(Household, [household.id])
    assert not seen(person)


def test_an_import_of_somebody_elsewhere_is_refused_as_a_whole(divided, whole, tmp_path):
    own, other = whole.units[GRID], whole.sibling
    before = whole.session.scalar(select(func.count(Dispute.id)))
    with open_office(divided, "zhou", PASSWORD, "命令行") as office:
        for name, refused in ((own.name, False), (other.name, True)):
            path = tmp_path / f"{name}.xlsx"
            with xlsxwriter.Workbook(path) as book:
                sheet = book.add_worksheet()
                sheet.write_row(
                    0,
                    0,
                    (
                        "登记日期",
                        "所属网格",
                        "甲方当事人",
                        "乙方当事人",
                        "纠纷类型",
                        "纠纷简要情况",
                    ),
                )
                sheet.write_row(
                    1, 0, ("2026-10-09", name, "赖永义", "夏景峰", "邻里纠纷", "宅基地边界")
                )
            again = pytest.raises(NotAllowed, match=f"不在你负责的{STATION}里")
            with again if refused else nullcontext():
                done = run_import(
                    office.database, office.actor, DISPUTES, path, today=TODAY, dry=True
                )
                assert done.tally.created == 1
    assert whole.session.scalar(select(func.count(Dispute.id))) == before


def test_an_account_without_the_right_to_look_sees_no_business_data(divided, tmp_path):
    folder = shutil.copytree(divided, tmp_path / "data")  # no other session keeps the backup waiting
    with open_office(folder, "guan", PASSWORD, "命令行") as office:
        with office.database.read() as session:
            with unlimited(session):
                person = session.scalars(select(Person.id)).first()
            assert find_residents(session, Wish()) == []
            assert load_residents(session, [person]) == {}
            assert session.get(Person, person) is None
            assert history(session, Person, person) == []
            found = find(session, office.index.sources, "王", 20)
            assert {one.source.record for one in found} <= set(OPEN)
            for cls in record_classes().values():
                seen = session.scalar(select(func.count()).select_from(cls))
                assert (cls in OPEN) or seen == 0, cls
            assert GRID in [place.name for place in places(session, "grid")]
        assert backup(office.database, office.folder, office.folder.parent / "b.gcb").bytes > 0


def test_what_was_met_while_seeing_everything_is_not_handed_out_after(as_grid):
    with as_grid.database.read() as session:
        mine = select(Household.id)
        own_ids = session.scalars(mine).all()
        with unlimited(session):
            theirs = session.scalars(mine.where(Household.id.not_in(own_ids))).first()
            met = session.get_one(Household, theirs)
        assert session.get(Household, theirs) is None
        with unlimited(session):
            assert session.get(Household, theirs) is met
        own = session.scalars(select(Household)).first()
        with unlimited(session):
            session.get(Household, own.id)
        assert session.get(Household, own.id) is own
