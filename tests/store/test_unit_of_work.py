"""The unit of work: what changes is journaled, or does not happen."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.exc import StatementError

from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.ids import new_id
from gridcenter.party.records import Member
from gridcenter.register.records import Household, PartyUnit, Person, Unit, Village
from gridcenter.store.capture import UnjournaledChange
from gridcenter.store.check import check
from gridcenter.store.journal import OpRow, all_ops, find_origin, origins
from gridcenter.supervision.records import Inspection, InspectionScore


def ops(database):
    with database.read() as session:
        return list(all_ops(session.connection()))


def verbs(database):
    return [(op.verb, op.kind, op.values) for op in ops(database)]


@pytest.fixture
def person(database, actor):
    with database.write(actor) as session:
        made = Person(name="张三", phone="10012345678", birth=date(1970, 2, 3))
        session.add(made)
    return made.id


def test_an_insert_is_journaled_with_its_values(database, person):
    [op] = ops(database)
    assert (op.verb, op.kind, op.record, op.actor) == ("insert", "person", person, "周敏")
    assert op.values == {"name": "张三", "phone": "10012345678", "birth": "1970-02-03"}
    assert op.seen == {}


def test_an_update_tells_what_changed_and_what_was_seen(database, actor, person):
    with database.write(actor) as session:
        session.get_one(Person, person).phone = "10087654321"
    first, second = ops(database)
    assert (second.verb, second.values) == ("update", {"phone": "10087654321"})
    assert second.seen == {"phone": first.stamp}
    with database.write(actor) as session:
        session.update_many(Person, [(person, {"phone": "10000000000", "sex": "male"})])
    third = ops(database)[2]
    assert third.seen == {"phone": second.stamp, "sex": first.stamp}


def test_clearing_a_field_is_a_change(database, actor, person):
    with database.write(actor) as session:
        session.get_one(Person, person).phone = None
    with database.write(actor) as session:
        session.update_many(Person, [(person, {"birth": None})])
    assert verbs(database)[1:] == [
        ("update", "person", {"phone": None}),
        ("update", "person", {"birth": None}),
    ]
    assert check(database, deep=True).ok


def test_a_save_that_changes_nothing_writes_nothing(database, actor, person):
    with database.write(actor) as session:
        found = session.get_one(Person, person)
        found.name, found.phone = "李四", "10012345678"
        found.name = "张三"
    assert len(ops(database)) == 1


def test_a_delete_knows_the_newest_change(database, actor, person):
    with database.write(actor) as session:
        session.get_one(Person, person).phone = None
    with database.write(actor) as session:
        session.delete(session.get_one(Person, person))
    _, second, third = ops(database)
    assert (third.verb, third.seen) == ("delete", {"*": second.stamp})


def test_bulk_verbs_are_journaled(database, actor):
    with database.write(actor) as session:
        one, two = session.insert_many(Person, [{"name": "张三"}, {"name": "李四", "phone": "100"}])
        session.update_many(Person, [(one, {"phone": "100"}), (two, {"name": "李肆", "phone": None})])
        made = session.get_one(Person, one).made
        session.delete_many(Person, [one])
        session.restore_many(Person, [{"id": one, "name": "张三", "made": made}])
    assert [verb for verb, _, _ in verbs(database)] == [
        "insert", "insert", "update", "update", "delete", "restore",
    ]  # fmt: skip
    with database.read() as session:
        rows = session.execute(select(Person.id, Person.name, Person.phone).order_by(Person.id))
        assert [tuple(row) for row in rows] == [(one, "张三", None), (two, "李肆", None)]
    assert check(database, deep=True).ok


def test_a_bulk_insert_keeps_every_kind_of_value(database, actor):
    with database.write(actor) as session:
        [village] = session.insert_many(Village, [{"name": "东村", "position": 1}])
        [branch] = session.insert_many(
            PartyUnit, [{"kind": "branch", "name": "东村支部", "position": 1, "village_id": village}]
        )
        [person] = session.insert_many(Person, [{"name": "张三", "birth": date(1970, 2, 3)}])
        session.insert_many(
            Member, [{"person_id": person, "branch_id": branch, "mobile": True}]
        )
        unit = session.insert_many(Inspection, [])
        assert unit == []
    with database.read() as session:
        assert session.scalar(select(Member.mobile)) is True
        assert session.scalar(select(Person.birth)) == date(1970, 2, 3)
    assert check(database, deep=True).ok


def test_points_are_the_same_in_table_and_journal(database, actor, grid):
    with database.write(actor) as session:
        [inspection] = session.insert_many(Inspection, [{"unit_id": grid, "month": "2026-10"}])
        session.insert_many(InspectionScore, [
            {"inspection_id": inspection, "method": "files", "points": Decimal("9.50"), "full": 10},
        ])  # fmt: skip
        session.add(InspectionScore(
            inspection_id=inspection, method="talks", points=Decimal("0.05"), full=Decimal(100)
        ))  # fmt: skip
    assert [op.values["points"] for op in ops(database)[-2:]] == ["9.5", "0.05"]
    assert check(database, deep=True).ok


@pytest.mark.parametrize("bulk", [True, False])
def test_points_that_would_be_cut_off_are_refused(database, actor, grid, bulk):
    def enter(session, values):
        if bulk:
            session.insert_many(InspectionScore, [values])
        else:
            session.add(InspectionScore(**values))
            session.flush()

    with database.write(actor) as session:
        [inspection] = session.insert_many(Inspection, [{"unit_id": grid, "month": "2026-10"}])
    values = {"inspection_id": inspection, "method": "x", "points": Decimal("0.015"), "full": 1}
    with pytest.raises((ValueError, StatementError), match="two places"), database.write(actor) as s:
        enter(s, values)
    assert check(database, deep=True).ok


@pytest.fixture
def grid(database, actor):
    with database.write(actor) as session:
        return session.insert_many(
            Unit, [{"level": "grid", "grid_set": "main", "name": "一格", "position": 1}]
        )[0]


def test_an_error_leaves_no_op_no_row_no_gap(database, actor, person):
    def fail():
        with database.write(actor) as session:
            session.add(Person(name="李四"))
            session.insert_many(Person, [{"name": "王五"}])
            session.update_many(Person, [(person, {"name": "赵六"})])
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.read() as session:
        assert session.scalars(select(Person.name)).all() == ["张三"]
        assert session.scalar(select(func.count()).select_from(OpRow)) == 1
    with database.write(actor) as session:
        session.add(Person(name="李四"))
    with database.read() as session:
        assert session.scalars(select(OpRow.seq).order_by(OpRow.seq)).all() == [1, 2]
    assert check(database, deep=True).ok


STATEMENTS = [
    "UPDATE person SET name='x'",
    "update or ignore person set name='x'",
    'UPDATE "person" SET name=1',
    "UPDATE main.person SET name='x'",
    "UPDATE [person] SET name='x'",
    "UPDATE `PERSON` SET name='x'",
    "DELETE FROM person",
    "DELETE/**/FROM/* */'person'",
    "-- why\nDELETE FROM person",
    "WITH old AS (SELECT id FROM person) DELETE FROM person WHERE id IN (SELECT id FROM old)",
    "WITH a AS (SELECT '--') DELETE FROM person",
    "INSERT INTO person (id, made, name) VALUES (x'00', x'00', 'x')",
    "INSERT OR REPLACE INTO person (id, made, name) VALUES (x'00', x'00', 'x')",
    "REPLACE INTO person (id, made, name) VALUES (x'00', x'00', 'x')",
    "WITH a AS (SELECT 1) INSERT INTO person (id, made, name) SELECT x'00', x'00', 'x'",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_raw_changes_behind_the_journal_raise(database, actor, person, statement):
    with pytest.raises(UnjournaledChange), database.write(actor) as session:
        session.execute(text(statement))
    with pytest.raises(UnjournaledChange), database.read() as session:
        session.execute(text(statement))
    assert check(database, deep=True).ok


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.execute(update(Person).values(name="x")),
        lambda s: s.execute(delete(Person)),
        lambda s: s.execute(insert(Person), [{"id": new_id(), "made": bytes(16), "name": "x"}]),
        lambda s: s.execute(insert(Person.__table__).values(id=b"1", made=b"1", name="x")),
        lambda s: s.bulk_insert_mappings(Person, [{"id": b"1", "made": b"1", "name": "x"}]),
        lambda s: s.query(Person).update({"name": "x"}),
        lambda s: s.query(Person).delete(),
        lambda s: s.commit(),
        lambda s: s.rollback(),
        lambda s: s.begin_nested(),
    ],
)
def test_ways_around_the_unit_of_work_raise(database, actor, person, change):
    def detour():
        with database.write(actor) as session:
            session.add(Person(name="李四"))
            session.flush()
            change(session)

    with pytest.raises(UnjournaledChange):
        detour()
    assert len(ops(database)) == 1
    assert check(database, deep=True).ok


def test_reading_statements_that_only_look_like_changes_pass(database, person):
    with database.read() as session:
        found = session.scalar(text("SELECT replace(name, 'UPDATE person', 'x') FROM person"))
    assert found == "张三"


def test_an_orm_change_in_a_read_is_not_kept(database, person):
    with database.read() as session:
        session.get_one(Person, person).name = "x"
        with pytest.raises(UnjournaledChange):
            session.flush()


def test_a_missing_parent_is_told_in_words(database, actor):
    with pytest.raises(RuleBroken, match="用到它"), database.write(actor) as session:
        session.add(Household(village_id=new_id(), number="1"))
    assert ops(database) == []


def test_a_parent_in_use_is_not_deleted(database, actor):
    with database.write(actor) as session:
        village = Village(name="东村", position=1)
        session.add(village)
        session.add(Household(village_id=village.id, number="1"))
    with pytest.raises(RuleBroken, match="不能删除"), database.write(actor) as session:
        session.delete_many(Village, [village.id])
    with database.write(actor) as session:
        household = session.scalar(select(Household.id))
        session.delete_many(Village, [village.id])
        session.delete_many(Household, [household])
    assert check(database, deep=True).ok


def test_changing_what_is_gone_is_told_in_words(database, actor):
    with pytest.raises(NotFound, match="人员登记已被删除"), database.write(actor) as session:
        session.update_many(Person, [(new_id(), {"name": "x"})])


def test_touched_tables_are_announced_after_the_commit_only(database, actor):
    told = []

    def listen(tables):
        with database.read() as session:
            told.append((tables, session.scalar(select(func.count()).select_from(Person))))

    def fail():
        with database.write(actor) as session:
            session.insert_many(Person, [{"name": "李四"}])
            raise ZeroDivisionError

    database.on_change(listen)
    with database.write(actor) as session:
        session.add(Person(name="张三"))
        session.insert_many(Village, [{"name": "东村", "position": 1}])
        assert told == []
    assert told == [(frozenset({"person", "village"}), 1)]
    with pytest.raises(ZeroDivisionError):
        fail()
    with database.write(actor):
        pass
    assert len(told) == 1


def test_a_read_inside_a_write_sees_what_is_committed(database, actor, person):
    with database.write(actor) as session:
        session.add(Person(name="李四"))
        session.flush()
        with database.read() as reader:
            assert reader.scalars(select(Person.name)).all() == ["张三"]


def test_two_handles_on_one_file_share_one_line(open_database, actor):
    one, two = open_database(), open_database()
    for database in (one, two, one):
        with database.write(actor) as session:
            session.add(Person(name="张三"))
    with one.read() as session:
        assert [line.head_seq for line in origins(session.connection())] == [3]
        line = find_origin(session.connection(), ops_node(session), 1000)
    assert line.head_seq == 3
    assert check(two, deep=True).ok


def ops_node(session):
    return origins(session.connection())[0].node
