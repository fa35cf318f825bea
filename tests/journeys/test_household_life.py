"""What happens to households through the services: the months before keep what was; each is undone as one."""

from datetime import date

import pytest
from sqlalchemy import func, select

from gridcenter.access.actors import ROLES, Actor
from gridcenter.base.errors import RuleBroken
from gridcenter.base.periods import Month
from gridcenter.register.records import (
    Concern,
    Household,
    Person,
    Placement,
    PostHolding,
    Residence,
    Unit,
)
from gridcenter.register.services.concerns import ConcernEntry, note_concern, to_judge
from gridcenter.register.services.homes import find_homes
from gridcenter.register.services.household_life import (
    Comer,
    NewHome,
    change_head,
    join,
    move_away,
    move_in,
    note_death,
    split,
)
from gridcenter.register.services.household_past import home_details, home_turns
from gridcenter.register.services.household_places import end_household, move_homes
from gridcenter.register.services.lookups import find_people
from gridcenter.register.services.people import (
    PersonEntry,
    ResidentEntry,
    appoint,
    enter_household,
    enter_resident,
)
from gridcenter.register.services.stays import living
from gridcenter.staff.todos import died_in_post
from gridcenter.store.acts import note_act
from gridcenter.store.check import check
from gridcenter.store.records import field_names
from gridcenter.store.undo import take_back
from tests.journeys.hamlet import TODAY, build, rows

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
DAY, SINCE = date(2026, 10, 16), date(2026, 11, 1)
FAMILY = (
    ("赵景禄", "head", "1"), ("孙秀英", "spouse", "2"), ("赵大勇", "son", "1"), ("周丽", "daughter_in_law", "2"),
    ("赵小宝", "grandson", "1"), ("赵二妹", "daughter", "2"),
)  # fmt: skip


@pytest.fixture
def home(hamlet):
    """A family of six in the first sub-grid, under a household of two in the third."""
    with hamlet.database.write(hamlet.actor) as session:
        units = dict(session.execute(select(Unit.name, Unit.id)).all())
        ids = {"units": units}
        home = enter_household(session, hamlet.actor, unit_id=units["严务村01子网格"], number="0041")
        for name, relation, sex in FAMILY:
            entry = ResidentEntry(PersonEntry(name, sex), home.id, relation)
            ids[name] = enter_resident(session, hamlet.actor, entry).person_id
        other = enter_household(session, hamlet.actor, unit_id=units["严务村02子网格"], number="0042")
        for name, relation in (("赵景福", "head"), ("吴桂兰", "spouse")):
            entry = ResidentEntry(PersonEntry(name), other.id, relation)
            ids[name] = enter_resident(session, hamlet.actor, entry).person_id
        ids |= {"home": home.id, "other": other.id}
    return ids


def do(hamlet, work):
    """Do something as a page does; returns its transaction and its result."""
    with hamlet.database.write(hamlet.actor) as session:
        result = work(session)
        result = getattr(result, "id", result)
        txn = note_act(session, hamlet.actor.login, "head", "一步")
    return txn, result


def undo(hamlet, txn):
    with hamlet.database.write(hamlet.actor) as session:
        take_back(session, txn)


def family(hamlet, home):
    with hamlet.database.read() as session:
        return {one.name: one.relation for one in living(session, home)}


def roster(hamlet, month):
    """Households and people of every sub-grid in a month, from the ledger."""
    with hamlet.database.read() as session:
        ledger = build(session, "grid-roster", month)
    return {row[6] or row[3]: row[-2:] for row in rows(ledger)}


def state(hamlet):
    """Everything that lies in the tables of households."""
    with hamlet.database.read() as session:
        return {
            cls.__tablename__: sorted(
                repr([getattr(one, name) for name in ("id", *field_names(cls))])
                for one in session.scalars(select(cls))
            )
            for cls in (Household, Person, Placement, Residence)
        }


def test_a_split_makes_a_household_of_its_own_from_the_day_on(hamlet, home):
    before, was = roster(hamlet, SEPTEMBER), state(hamlet)
    new = NewHome(home["units"]["前庄科村01子网格"], "0001", "新村 3 号")
    going = [home[name] for name in ("赵大勇", "周丽", "赵小宝")]
    relations = {going[0]: "head", going[1]: "spouse", going[2]: "son"}
    txn, made = do(hamlet, lambda s: split(
        s, hamlet.actor, home["home"], going, new, relations, day=DAY, today=TODAY))  # fmt: skip
    assert family(hamlet, home["home"]) == {"赵景禄": "head", "孙秀英": "spouse", "赵二妹": "daughter"}
    assert family(hamlet, made) == {"赵大勇": "head", "周丽": "spouse", "赵小宝": "son"}
    assert roster(hamlet, SEPTEMBER) == before
    october = roster(hamlet, OCTOBER)
    assert october["严务村01子网格"] == (1, 3)
    assert october["前庄科村01子网格"] == (1, 3)
    with hamlet.database.read() as session:
        told = [one.words for one in home_turns(session, home["home"])]
        assert "赵大勇 分户" in told
        assert "立户" in [one.words for one in home_turns(session, made)]
    undo(hamlet, txn)
    assert state(hamlet) == was
    assert roster(hamlet, OCTOBER)["严务村01子网格"] == (1, 6)


def test_done_undone_and_done_otherwise_leaves_a_sound_file(hamlet, home):
    units = home["units"]

    def move(unit):
        return do(hamlet, lambda s: move_homes(
            s, hamlet.actor, [home["home"]], units[unit], day=DAY, today=TODAY))[0]  # fmt: skip

    undo(hamlet, move("严务村02子网格"))
    move("前庄科村01子网格")
    assert roster(hamlet, SEPTEMBER)["严务村01子网格"] == (1, 6)
    assert roster(hamlet, OCTOBER)["前庄科村01子网格"] == (1, 6)
    assert check(hamlet.database, deep=True).ok


def test_another_head_from_a_day_on(hamlet, home):
    was = state(hamlet)
    relations = {home["赵大勇"]: "head", home["赵景禄"]: "father", home["孙秀英"]: "mother",
                 home["周丽"]: "spouse", home["赵小宝"]: "son", home["赵二妹"]: "sister"}  # fmt: skip
    with pytest.raises(RuleBroken, match="户主没有变"):
        do(hamlet, lambda s: change_head(s, hamlet.actor, home["home"], {}, day=DAY, today=TODAY))
    with pytest.raises(RuleBroken, match="只能有一位户主"):
        do(hamlet, lambda s: change_head(
            s, hamlet.actor, home["home"], {home["赵大勇"]: "head"}, day=DAY, today=TODAY))  # fmt: skip
    txn, name = do(hamlet, lambda s: change_head(
        s, hamlet.actor, home["home"], relations, day=DAY, today=TODAY))  # fmt: skip
    assert name == "赵大勇"
    assert family(hamlet, home["home"])["赵景禄"] == "father"
    assert roster(hamlet, OCTOBER) == roster(hamlet, SEPTEMBER)
    with hamlet.database.read() as session:
        then = session.scalars(
            select(Person.name).join(Residence).where(
                Residence.relation == "head", Residence.household_id == home["home"], Residence.until < DAY
            )
        ).all()  # fmt: skip
        assert then == ["赵景禄"]
        assert "赵景禄 由户主改为父亲" in [one.words for one in home_turns(session, home["home"])]
    undo(hamlet, txn)
    assert state(hamlet) == was


def test_a_dead_head_asks_for_the_next(hamlet, home):
    with pytest.raises(RuleBroken, match="选一位户主"):
        do(hamlet, lambda s: note_death(s, hamlet.actor, home["赵景禄"], {}, died=DAY, today=TODAY))
    was = state(hamlet)
    txn, _name = do(hamlet, lambda s: note_death(
        s, hamlet.actor, home["赵景禄"], {home["孙秀英"]: "head"}, died=DAY, today=TODAY))  # fmt: skip
    assert roster(hamlet, SEPTEMBER)["严务村01子网格"] == (1, 6)
    assert roster(hamlet, OCTOBER)["严务村01子网格"] == (1, 5)
    with hamlet.database.read() as session:
        assert [one.name for one in find_people(session, "赵景禄")] == []
        assert [one.name for one in find_people(session, "孙秀英")] == ["孙秀英"]
    with pytest.raises(RuleBroken, match="去世，不能迁入"):
        do(hamlet, lambda s: move_in(
            s, hamlet.actor, home["other"], [Comer("other", home["赵景禄"])], day=TODAY, today=TODAY))  # fmt: skip
    undo(hamlet, txn)
    assert state(hamlet) == was


def test_a_death_ends_posts_or_says_that_they_wait(hamlet, home):
    clerk = Actor("lu", "陆", ROLES["clerk"])
    unit = home["units"]["严务村01子网格"]
    posts = {}
    for name in ("孙秀英", "赵景福"):
        posts[name] = do(hamlet, lambda s, who=name: appoint(
            s, hamlet.actor, person_id=home[who], unit_id=unit, post="part_time", since=SINCE))[1]  # fmt: skip
    note = ConcernEntry("other", "邻里不和", person_id=home["孙秀英"])
    do(hamlet, lambda s: note_concern(s, hamlet.actor, note, today=TODAY))
    do(hamlet, lambda s: note_death(s, hamlet.actor, home["孙秀英"], {}, died=TODAY, today=TODAY))
    with hamlet.database.read() as session:
        assert session.get(PostHolding, posts["孙秀英"]).until == TODAY
        assert died_in_post(session, TODAY) == []
        assert len(session.scalars(select(Concern.id).where(to_judge(TODAY))).all()) == 1
    with hamlet.database.write(clerk) as session:
        note_death(session, clerk, home["赵景福"], {home["吴桂兰"]: "head"}, died=TODAY, today=TODAY)
    with hamlet.database.read() as session:
        assert session.get(PostHolding, posts["赵景福"]).until is None
        [todo] = died_in_post(session, TODAY)
        assert "赵景福已去世，还登记着兼职网格员" in todo.what


def test_two_households_become_one(hamlet, home):
    was = state(hamlet)
    relations = {home["赵景福"]: "brother", home["吴桂兰"]: "other"}
    txn, count = do(hamlet, lambda s: join(
        s, hamlet.actor, home["home"], home["other"], relations, day=DAY, today=TODAY))  # fmt: skip
    assert count == 2
    assert family(hamlet, home["home"])["赵景福"] == "brother"
    with hamlet.database.read() as session:
        ended = home_details(session, home["other"])
        assert (ended.until, ended.ending, ended.head) == (date(2026, 10, 15), "并入户 0041", "赵景福")
        assert find_homes(session, "0042") == []
    assert roster(hamlet, SEPTEMBER)["严务村02子网格"] == (1, 2)
    assert roster(hamlet, Month(2026, 11))["严务村02子网格"] == (0, 0)
    undo(hamlet, txn)
    assert state(hamlet) == was


def test_moving_away_in_part_and_altogether(hamlet, home):
    txn, whole = do(hamlet, lambda s: move_away(
        s, hamlet.actor, home["home"], [home["赵二妹"]], {}, day=DAY, today=TODAY, went_to="济南市"))  # fmt: skip
    assert not whole
    with hamlet.database.read() as session:
        assert "赵二妹 迁出（济南市）" in [one.words for one in home_turns(session, home["home"])]
        assert find_people(session, "赵二妹") == []
    undo(hamlet, txn)
    everybody = [home[name] for name, _relation, _sex in FAMILY]
    txn, whole = do(hamlet, lambda s: move_away(
        s, hamlet.actor, home["home"], everybody, {}, day=DAY, today=TODAY))  # fmt: skip
    assert whole
    assert roster(hamlet, SEPTEMBER)["严务村01子网格"] == (1, 6)
    assert roster(hamlet, Month(2026, 11))["严务村01子网格"] == (0, 0)
    with pytest.raises(RuleBroken, match="销户，不能再变动"):
        do(hamlet, lambda s: end_household(
            s, hamlet.actor, home["home"], day=DAY, today=TODAY, why="拆迁"))  # fmt: skip
    undo(hamlet, txn)
    assert family(hamlet, home["home"]) == {name: relation for name, relation, _sex in FAMILY}


def test_moving_in_from_another_household(hamlet, home):
    with pytest.raises(RuleBroken, match="原来那一户的户主"):
        do(hamlet, lambda s: move_in(
            s, hamlet.actor, home["other"], [Comer("brother", home["赵景禄"])], day=DAY, today=TODAY))  # fmt: skip
    do(hamlet, lambda s: move_in(
        s, hamlet.actor, home["other"],
        [Comer("other", home["赵二妹"]), Comer("grandson", entry=PersonEntry("赵新生"))],
        day=DAY, today=TODAY, came_from="外县") and None)  # fmt: skip
    assert "赵二妹" not in family(hamlet, home["home"])
    assert family(hamlet, home["other"])["赵新生"] == "grandson"
    with hamlet.database.read() as session:
        assert session.scalar(select(func.count(Person.id)).where(Person.name == "赵二妹")) == 1
        assert "赵新生 迁入（外县），孙子" in [one.words for one in home_turns(session, home["other"])]


def test_days_that_cannot_be_are_refused(hamlet, home):
    do(hamlet, lambda s: move_homes(
        s, hamlet.actor, [home["home"]], home["units"]["严务村02子网格"], day=DAY, today=TODAY))  # fmt: skip
    with pytest.raises(RuleBroken, match="不能早于这一天"):
        do(hamlet, lambda s: move_homes(
            s, hamlet.actor, [home["home"]], home["units"]["前庄科村01子网格"],
            day=date(2026, 10, 1), today=TODAY))  # fmt: skip
    with pytest.raises(RuleBroken, match="不能晚于今天"):
        do(hamlet, lambda s: end_household(
            s, hamlet.actor, home["home"], day=date(2026, 12, 1), today=TODAY, why="拆迁"))  # fmt: skip


def test_a_member_stays_one_person_in_every_other_grid_set(hamlet, home):
    with hamlet.database.write(hamlet.actor) as session:
        above = session.scalar(select(Unit.id).where(Unit.level == "township"))
        guard = Unit(level="grid", grid_set="guard", parent_id=above, name="防疫一组", position=1)
        session.add(guard)
        session.flush()
        where = guard.id
    do(hamlet, lambda s: move_homes(s, hamlet.actor, [home["home"]], where, day=DAY, today=TODAY))
    do(hamlet, lambda s: move_homes(
        s, hamlet.actor, [home["home"]], home["units"]["严务村02子网格"], day=DAY, today=TODAY))  # fmt: skip
    with hamlet.database.read() as session:
        known = home_details(session, home["home"])
    assert known.unit.endswith("02子网格")
    assert known.places == ("防疫一组",)
