"""Acts: each change knows whose it is and what it was, and is undone and redone one by one."""

import pytest
from sqlalchemy import select

from gridcenter.base.errors import RuleBroken
from gridcenter.register.records import Household, Person, Village
from gridcenter.store.acts import KEPT, Act, last_act, last_undone, note_act
from gridcenter.store.check import check, digest
from gridcenter.store.undo import bring_back, take_back


def do(database, actor, work, words=""):
    """Change something as an act; returns the act's transaction."""
    with database.write(actor) as session:
        work(session)
        return note_act(session, actor.login, actor.role.key, words)


def undo(database, actor):
    with database.write(actor) as session:
        act = last_act(session, actor.login)
        take_back(session, act.txn)
        return act.words


def redo(database, actor):
    with database.write(actor) as session:
        act = last_undone(session, actor.login)
        bring_back(session, act)
        return act.words


def state(database):
    with database.read() as session:
        return digest(session.connection())


def enter(name):
    return lambda session: session.add(Person(name=name))


def rename(old, new):
    def work(session):
        session.scalars(select(Person).where(Person.name == old)).one().name = new

    return work


def remove(name):
    def work(session):
        session.delete(session.scalars(select(Person).where(Person.name == name)).one())

    return work


def left(database, actor):
    with database.read() as session:
        undone, back = last_act(session, actor.login), last_undone(session, actor.login)
        return (undone and undone.words, back and back.words)


def test_undo_goes_back_step_by_step_through_one_record_and_redo_forward_again(database, actor):
    states = [state(database)]
    for words, work in (
        ("登记", enter("张三")), ("改名", rename("张三", "张叁")), ("删除", remove("张叁")),
    ):  # fmt: skip
        do(database, actor, work, words)
        states.append(state(database))
    for _round in range(2):
        for words, before in (("删除", states[2]), ("改名", states[1]), ("登记", states[0])):
            assert undo(database, actor) == words
            assert state(database) == before
        assert left(database, actor) == (None, "登记")
        for words, after in (("登记", states[1]), ("改名", states[2]), ("删除", states[3])):
            assert redo(database, actor) == words
            assert state(database) == after
        assert left(database, actor) == ("删除", None)
    assert check(database, deep=True).ok


def test_something_new_after_an_undo_leaves_nothing_to_redo(database, actor):
    do(database, actor, enter("张三"), "登记张三")
    do(database, actor, enter("李四"), "登记李四")
    undo(database, actor)
    with database.read() as session:
        stale = last_undone(session, actor.login)
    do(database, actor, enter("王五"), "登记王五")
    assert left(database, actor) == ("登记王五", None)
    with database.write(actor) as session, pytest.raises(RuleBroken, match="不能再恢复"):
        bring_back(session, session.get(Act, stale.number))
    assert [undo(database, actor), undo(database, actor)] == ["登记王五", "登记张三"]


def test_what_somebody_else_changed_since_is_named(database, actor):
    other = type(actor)("lijun", "李军", actor.role)
    do(database, actor, enter("张三"), "登记张三")
    do(database, other, rename("张三", "张叁"), "改名")
    after = state(database)
    with pytest.raises(RuleBroken, match=r"后来由 李军 在 \d+年\d+月\d+日 改过，不能撤销"):
        undo(database, actor)
    assert state(database) == after
    assert left(database, actor) == ("登记张三", None)
    undo(database, other)
    undo(database, actor)
    with database.read() as session:
        assert session.scalars(select(Person)).all() == []


def test_what_hangs_on_it_is_named(database, actor):
    village = Village(name="东村", position=1)
    do(database, actor, lambda s: s.add(village), "登记东村")
    with database.write(actor) as session:
        session.add(Household(village_id=village.id, number="1"))
    with pytest.raises(RuleBroken, match=f"1 条{Household.__title__} 用到了"):
        undo(database, actor)


def test_each_account_undoes_its_own(database, actor):
    other = type(actor)("lijun", "李军", actor.role)
    do(database, actor, enter("张三"), "登记张三")
    do(database, other, enter("李四"), "登记李四")
    assert undo(database, actor) == "登记张三"
    assert left(database, actor) == (None, "登记张三")
    assert left(database, other) == ("登记李四", None)


def test_without_words_the_ops_speak_and_nothing_changed_is_no_act(database, actor):
    def several(session):
        session.insert_many(Person, [{"name": f"张{n}"} for n in range(3)])
        session.add(Village(name="东村", position=1))

    do(database, actor, enter("张三"))
    assert left(database, actor)[0] == f"登记{Person.__title__}　张三"
    do(database, actor, several)
    title = Person.__title__
    assert left(database, actor)[0] == f"登记{title} 3 条、登记{Village.__title__} 1 条"
    assert do(database, actor, lambda _session: None, "看了看") is None


def test_an_act_that_fails_is_none(database, actor):
    def fail(session):
        session.add(Person(name="张三"))
        note_act(session, actor.login, actor.role.key, "登记张三")
        raise RuleBroken("", "不行")

    with pytest.raises(RuleBroken):
        do(database, actor, fail)
    assert left(database, actor) == (None, None)


def test_old_acts_are_forgotten(database, actor):
    with database.write(actor) as session:
        session.add_all(
            Act(txn=n.to_bytes(16), at="", login=actor.login, role="head", words=str(n), spent=False)
            for n in range(KEPT + 5)
        )
    do(database, actor, enter("张三"), "最新")
    with database.read() as session:
        kept = session.scalars(select(Act.words).order_by(Act.number)).all()
    assert (len(kept), kept[0], kept[-1]) == (KEPT, "6", "最新")
