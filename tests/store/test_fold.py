"""The state of a record is a pure function of the set of its ops."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridcenter.store.database import Database
from gridcenter.store.fold import WHOLE, fold
from gridcenter.store.journal import Op, all_ops, append, find_origin, origins, verify_chain
from gridcenter.store.stamps import NO_STAMP, StampClock
from tests.store.conftest import KEY

HERE, THERE = bytes(8) + b"node-one", bytes(8) + b"node-two"
RECORD = b"r" * 16


class Pc:
    """One PC as the fold sees it: its clock, and the fields as it last saw them."""

    def __init__(self, name, node, start):
        self.name, self.clock = name, StampClock(node, wall=lambda: start)
        self.stamps, self.ops = {}, []

    def op(self, verb, values=None, seen=None):
        stamp = self.clock.tick()
        known = {n: self.stamps[n] for n in values or {} if n in self.stamps}
        made = Op(stamp, bytes(16), self.name, "person", RECORD, verb, values or {},
                  known if seen is None else seen)  # fmt: skip
        self.stamps |= dict.fromkeys(made.values, stamp)
        self.ops.append(made)
        return made

    def hear(self, op):
        self.clock.see(op.stamp)
        self.stamps |= dict.fromkeys(op.values, op.stamp)


@pytest.fixture
def pcs():
    """Two PCs that both know of one person."""
    here, there = Pc("周敏", HERE, 1000), Pc("何平", THERE, 2000)
    there.hear(here.op("insert", {"name": "张三", "phone": "100"}, {}))
    return here, there


def meaning(*pcs):
    ops = [op for pc in pcs for op in pc.ops]
    return fold(sorted(ops, key=lambda op: op.stamp))[RECORD]


def test_changes_known_to_the_later_one_are_no_clash(pcs):
    here, there = pcs
    there.op("update", {"phone": "101"})
    here.hear(there.ops[-1])
    here.op("update", {"phone": "102"})
    state = meaning(*pcs)
    assert (state.values["phone"], state.clashes) == ("102", [])


def test_concurrent_different_values_clash_and_keep_both(pcs):
    here, there = pcs
    first, second = here.op("update", {"phone": "101"}), there.op("update", {"phone": "102"})
    [clash] = meaning(*pcs).clashes
    assert (clash.field, clash.kept, clash.kept_by, clash.kept_stamp) == (
        "phone", "102", "何平", second.stamp,
    )  # fmt: skip
    assert (clash.lost, clash.lost_by, clash.lost_stamp) == ("101", "周敏", first.stamp)


def test_concurrent_equal_values_are_no_clash(pcs):
    here, there = pcs
    here.op("update", {"phone": "101"})
    there.op("update", {"phone": "101"})
    assert meaning(*pcs).clashes == []


def test_concurrent_changes_of_different_fields_both_stand(pcs):
    here, there = pcs
    here.op("update", {"name": "张叁"})
    there.op("update", {"phone": None})
    state = meaning(*pcs)
    assert (state.values, state.clashes) == ({"name": "张叁", "phone": None}, [])


def test_a_field_first_filled_on_both_pcs_clashes(pcs):
    here, there = pcs
    here.op("update", {"sex": "male"}, {"sex": here.ops[0].stamp})
    there.op("update", {"sex": "female"}, {"sex": here.ops[0].stamp})
    assert [clash.field for clash in meaning(*pcs).clashes] == ["sex"]


@pytest.mark.parametrize("editor_first", [True, False])
def test_the_edit_wins_over_a_delete_that_did_not_know_it(pcs, editor_first):
    here, there = pcs
    editor, deleter = (here, there) if editor_first else (there, here)
    editor.op("update", {"phone": "101"})
    deleter.op("delete", seen={WHOLE: here.ops[0].stamp})
    state = meaning(*pcs)
    assert state.alive
    assert state.values == {"name": "张三", "phone": "101"}


def test_a_delete_that_knew_everything_holds(pcs):
    here, there = pcs
    edit = there.op("update", {"phone": "101"})
    here.hear(edit)
    here.op("delete", seen={WHOLE: edit.stamp})
    assert not meaning(*pcs).alive


def test_two_deletes_agree_though_only_one_knew_the_last_edit(pcs):
    here, there = pcs
    here.op("delete", seen={WHOLE: here.ops[0].stamp})
    edit = there.op("update", {"phone": "101"})
    there.op("delete", seen={WHOLE: edit.stamp})
    assert not meaning(*pcs).alive


def test_a_restore_brings_the_values_back(pcs):
    here, _ = pcs
    here.op("delete", seen={WHOLE: here.ops[0].stamp})
    here.op("restore", {"name": "张三", "phone": None})
    state = meaning(*pcs)
    assert state.alive
    assert state.values == {"name": "张三", "phone": None}
    assert state.made == here.ops[0].stamp


STEPS = st.lists(
    st.tuples(
        st.booleans(),
        st.sampled_from(["name", "phone", "delete", "hear"]),
        st.sampled_from([None, "1", "2"]),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS, seed=st.integers())
def test_the_order_of_arrival_does_not_matter(template, steps, seed):
    here, there = Pc("周敏", HERE, 1000), Pc("何平", THERE, 1500)
    there.hear(here.op("insert", {"name": "张三"}, {}))
    for first, what, value in steps:
        pc, other = (here, there) if first else (there, here)
        if what == "hear":
            for op in other.ops:
                pc.hear(op)
        elif what == "delete":
            pc.op("delete", seen={WHOLE: max(pc.stamps.values(), default=NO_STAMP)})
        else:
            pc.op("update", {what: value})
    plain = fold(sorted(here.ops + there.ops, key=lambda op: op.stamp))
    database = Database(template / "gridcenter.db", KEY)
    with database.engine.connect() as connection:
        take_in(connection, {HERE: here.ops, THERE: there.ops}, random.Random(seed))
        assert fold(all_ops(connection)) == plain
        connection.rollback()
    database.close()


def take_in(connection, lines, chance):
    """Write the lines as they arrive: piece by piece, whose piece is next by chance."""
    waiting = {node: list(ops) for node, ops in lines.items() if ops}
    while waiting:
        node = chance.choice(sorted(waiting))
        count = chance.randint(1, len(waiting[node]))
        append(connection, find_origin(connection, node, 1), waiting[node][:count])
        del waiting[node][:count]
        waiting = {node: ops for node, ops in waiting.items() if ops}


@pytest.mark.parametrize("here_first", [True, False])
def test_two_lines_in_one_file_read_the_same_whichever_came_first(open_database, pcs, here_first):
    here, there = pcs
    here.op("update", {"phone": "101"})
    there.op("update", {"phone": "102"})
    lines = [(HERE, here.ops), (THERE, there.ops)]
    database = open_database()
    with database.engine.begin() as connection:
        for node, ops in lines if here_first else reversed(lines):
            append(connection, find_origin(connection, node, 1), ops)
        assert [verify_chain(connection, origin) for origin in origins(connection)] == ["", ""]
        assert fold(all_ops(connection)) == fold(sorted(here.ops + there.ops, key=lambda o: o.stamp))


def test_equal_stamps_are_ordered_by_what_they_say(open_database):
    ops = [
        Op(b"s" * 16, bytes(16), "周敏", "person", RECORD, "insert", {"name": name}) for name in "甲乙"
    ]
    found = []
    for order in (ops, ops[::-1]):
        database = open_database()
        with database.engine.connect() as connection:
            for number, op in enumerate(order):
                node = HERE if op is ops[0] else THERE
                append(connection, find_origin(connection, node, 1), [op])
                assert number < 2
            found.append([op.values for op in all_ops(connection)])
            connection.rollback()
    assert found[0] == found[1]
