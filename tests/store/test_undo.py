"""Taking a batch back: exactly, or not at all."""

import pytest
from sqlalchemy import select

from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.ids import new_id
from gridcenter.register.records import Household, Person, Village
from gridcenter.store.check import check, digest
from gridcenter.store.journal import OpRow
from gridcenter.store.undo import take_back


def state(database):
    with database.read() as session:
        return digest(session.connection())


def undo(database, actor, txn):
    """Take a transaction back; return that of the undo."""
    with database.write(actor) as session:
        take_back(session, txn)
        return session.unit.txn


@pytest.fixture
def town(database, actor):
    """Thirty people in a village, before an import."""
    with database.write(actor) as session:
        session.insert_many(Village, [{"name": "东村", "position": 1}])
        session.insert_many(
            Person, [{"name": f"张{n}", "phone": f"1000000{n:04d}"} for n in range(30)]
        )
    return database


@pytest.fixture
def batch(town, actor):
    """An import: new people and households, changed phones, cleared phones, a deleted person."""
    before = state(town)
    with town.write(actor) as session:
        people = session.scalars(select(Person.id).order_by(Person.id)).all()
        village = session.scalar(select(Village.id))
        session.insert_many(Person, [{"name": f"李{n}"} for n in range(1200)])
        session.insert_many(
            Household, [{"village_id": village, "number": str(n)} for n in range(20)]
        )
        session.update_many(Person, [(person, {"phone": "10011112222"}) for person in people[:10]])
        session.update_many(Person, [(person, {"phone": None}) for person in people[10:20]])
        session.delete_many(Person, people[20:21])
        txn = session.unit.txn
    assert state(town) != before
    return before, txn


def test_a_batch_taken_back_leaves_the_state_before(town, actor, batch):
    before, txn = batch
    undo(town, actor, txn)
    assert state(town) == before
    assert check(town, deep=True).ok


def test_an_undo_can_be_undone_and_done_again(town, actor, batch):
    before, txn = batch
    after = state(town)
    second = undo(town, actor, txn)
    third = undo(town, actor, second)
    assert state(town) == after
    undo(town, actor, third)
    assert state(town) == before
    assert check(town, deep=True).ok


def test_what_was_changed_since_is_not_overwritten(town, actor, batch):
    _, txn = batch
    with town.write(actor) as session:
        session.scalars(select(Person).where(Person.name == "李7")).one().phone = "10099998888"
    after = state(town)
    with pytest.raises(RuleBroken, match=r"后来由 .* 改过，不能撤销"):
        undo(town, actor, txn)
    assert state(town) == after
    assert check(town, deep=True).ok


def test_what_others_hang_on_is_not_taken_back(database, actor):
    with database.write(actor) as session:
        [village] = session.insert_many(Village, [{"name": "东村", "position": 1}])
        txn = session.unit.txn
    with database.write(actor) as session:
        session.add(Household(village_id=village, number="1"))
    after = state(database)
    with pytest.raises(RuleBroken, match=r"后来登记的 1 条.* 用到了"):
        undo(database, actor, txn)
    assert state(database) == after


def test_changes_elsewhere_do_not_stand_in_the_way(town, actor, batch):
    _, txn = batch
    with town.write(actor) as session:
        session.add(Person(name="王五"))
    undo(town, actor, txn)
    with town.read() as session:
        assert session.scalar(select(Person.name).where(Person.name == "王五"))
        assert session.scalars(select(Household.id)).all() == []


def test_an_unknown_batch_is_told_in_words(database, actor):
    with pytest.raises(NotFound, match="找不到要撤销的这一步"):
        undo(database, actor, new_id())


def test_an_undo_stands_in_the_journal(town, actor, batch):
    _, txn = batch
    with town.read() as session:
        batch_ops = session.scalars(select(OpRow.seq).where(OpRow.txn == txn)).all()
    second = undo(town, actor, txn)
    with town.read() as session:
        verbs = session.scalars(select(OpRow.verb).where(OpRow.txn == second)).all()
    assert len(verbs) == len(batch_ops)
    assert {verb: verbs.count(verb) for verb in set(verbs)} == {
        "delete": 1220, "update": 20, "restore": 1,
    }  # fmt: skip
