import random
import tempfile
from datetime import date
from itertools import permutations
from pathlib import Path

import msgspec
import pytest

from gridcenter.access.actors import ROLES, Actor
from gridcenter.access.attachments import attach, prepare
from gridcenter.access.log import read_log
from gridcenter.app.lexicon import LEXICON
from gridcenter.base.errors import NotAllowed, NotFound
from gridcenter.base.ids import new_id
from gridcenter.exchange.conflicts import (
    Sides,
    conflicts,
    count_conflicts,
    resolve,
    reveal_sides,
    sides_of,
)
from gridcenter.exchange.frame import write_package
from gridcenter.exchange.lines import line_of
from gridcenter.exchange.nodes import this_node
from gridcenter.exchange.outbox import blank_header, heads
from gridcenter.register.records import Household, Person, Placement, Residence, Unit, Village
from gridcenter.register.services.redraw_wish import Filing, Merge, Rename
from gridcenter.register.services.redrawing import redraw
from gridcenter.register.services.structure import Tree
from gridcenter.store.foreign import SentOp, sent_ops
from gridcenter.store.journal import Op, append, find_origin


def swap(tmp_path, *seats):
    """Exchange among all until nobody has anything new."""
    for _ in range(6):
        stick = Path(tempfile.mkdtemp(dir=tmp_path))
        news = [(seat, seat.export(stick, *(o for o in seats if o is not seat))) for seat in seats]
        verdicts = set()
        for seat in seats:
            answers = seat.answers(*(f for sender, fs in news if sender is not seat for f in fs))
            assert [answer for answer in answers if answer.verdict == "refused"] == []
            verdicts |= {answer.verdict for answer in answers}
        if "applied" not in verdicts:
            assert [seat.status().held for seat in seats] == [()] * len(seats)
            return
    raise AssertionError("the nodes never come to rest")


@pytest.fixture
def shared(here, there, third, tmp_path):
    """A person that all three nodes have."""
    person = here.person()
    swap(tmp_path, here, there, third)
    return person


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_changes_made_apart_come_out_the_same_in_every_order(
    here, there, third, shared, tmp_path, order
):
    seats = [here, there, third]
    for number, seat in enumerate(seats):
        seat.change(shared, phone=f"1000000000{number}")
    files = [seat.export(tmp_path / seat.folder.name) for seat in seats]

    for seat in seats:
        seat.take(*(file for i in order if seats[i] is not seat for file in files[i]))

    assert len({seat.digest() for seat in seats}) == 1
    assert here.row(shared).phone == "10000000002"
    told = [[(c.lost, c.kept) for c in seat.conflicts()] for seat in seats]
    assert told[0] == told[1] == told[2]
    assert {lost for lost, _ in told[0]} == {"10000000000", "10000000001"}


def test_a_conflict_says_who_wrote_what(here, there, shared, usb):
    here.change(shared, phone="10000000001")
    there.change(shared, phone="10000000002")

    there.take(*here.export(usb, there))

    [found] = there.conflicts()
    assert (found.title, found.label, found.critical) == ("人员 欧阳测试", "联系电话", False)
    assert (found.kept_by, found.lost_by) == ("county的主任", "township的主任")
    assert there.status().conflicts == 1


def test_a_conflict_of_a_name_must_be_settled(here, there, shared, usb):
    here.change(shared, name="欧阳试测")
    there.change(shared, name="欧阳侧试")
    there.take(*here.export(usb, there))

    assert [found.critical for found in there.conflicts()] == [True]


def test_the_same_value_twice_is_no_conflict(here, there, shared, usb):
    here.change(shared, phone="10000000001")
    there.change(shared, phone="10000000001")
    there.take(*here.export(usb, there))

    assert there.conflicts() == []


def test_other_fields_of_one_record_do_not_clash(here, there, shared, tmp_path):
    here.change(shared, phone="10000000001")
    there.change(shared, sex="female")
    swap(tmp_path, here, there)

    assert (here.row(shared).phone, here.row(shared).sex) == ("10000000001", "female")
    assert here.digest() == there.digest()
    assert here.conflicts() == there.conflicts() == []


def test_a_conflict_is_told_in_words_not_codes(here, there, shared, usb):
    here.change(shared, sex="1")
    there.change(shared, sex="2")
    there.take(*here.export(usb, there))

    [found] = there.conflicts()
    with there.database.read() as session:
        said = sides_of(session, there.actor, LEXICON, found)
    assert sorted((said.kept, said.lost)) == ["女", "男"]
    assert not said.hidden


def test_numbers_of_people_are_masked_until_a_reason_is_given(here, there, shared, usb):
    here.change(shared, phone="10000000001", id_number="371423199001019976")
    there.change(shared, phone="10000000002", id_number="371423199001019984")
    there.take(*here.export(usb, there))

    said = {}
    with there.database.read() as session:
        for found in there.conflicts():
            said[found.field] = sides_of(session, there.actor, LEXICON, found)
    assert said["phone"] == Sides("100****0002", "100****0001", hidden=True)
    assert said["id_number"] == Sides("3" + "*" * 16 + "4", "3" + "*" * 16 + "6", hidden=True)

    phone = next(c for c in there.conflicts() if c.field == "phone")
    with there.write() as session:
        whole = reveal_sides(session, there.actor, LEXICON, phone, "打电话核实")
    assert whole == Sides("10000000002", "10000000001")
    with there.database.read() as session:
        line = read_log(session, there.actor)[-1]
    assert (line.what, line.reason) == ("显示两边写得不一样的人员 欧阳测试的联系电话", "打电话核实")


def test_who_may_not_see_business_data_sees_and_settles_no_conflict(here, there, shared, usb):
    here.change(shared, name="欧阳试测")
    there.change(shared, name="欧阳侧试")
    there.take(*here.export(usb, there))

    [found] = there.conflicts()
    admin = Actor("guan", "系统管理员", ROLES["admin"])
    with there.database.read() as session:
        assert count_conflicts(session) == 1
        for look in (conflicts, sides_of):
            with pytest.raises(NotAllowed, match="不能查看业务数据"):
                look(session, admin) if look is conflicts else look(session, admin, LEXICON, found)
    with there.write() as session, pytest.raises(NotAllowed, match="不能查看业务数据"):
        resolve(session, admin, found, "lost")
    assert there.row(shared).name == "欧阳侧试"


def test_clearing_a_field_is_a_change_like_any_other(here, there, shared, usb):
    here.change(shared, phone=None)
    there.change(shared, phone="10000000002")
    here.change(shared, sex=None)
    there.take(*here.export(usb, there))

    [found] = there.conflicts()
    assert (found.lost, found.kept) == (None, "10000000002")
    with there.database.read() as session:
        assert sides_of(session, there.actor, LEXICON, found).lost == "（空）"


@pytest.mark.parametrize("choice", ["kept", "lost"])
def test_a_conflict_is_settled_for_all(here, there, third, shared, tmp_path, choice):
    here.change(shared, phone="10000000001")
    there.change(shared, phone="10000000002")
    swap(tmp_path, here, there, third)
    [found] = here.conflicts()
    with here.write() as session:
        resolve(session, here.actor, found, choice)
    swap(tmp_path, here, there, third)

    assert [seat.conflicts() for seat in (here, there, third)] == [[], [], []]
    assert there.row(shared).phone == getattr(found, choice)
    assert here.digest() == there.digest() == third.digest()
    with here.write() as session, pytest.raises(NotFound, match="已经处理过"):
        resolve(session, here.actor, found, choice)


def test_entering_the_field_anew_settles_its_conflict(here, there, shared, usb):
    here.change(shared, phone="10000000001")
    there.change(shared, phone="10000000002")
    there.take(*here.export(usb, there))
    there.change(shared, phone="10000000003")

    assert there.conflicts() == []
    there.digest()


@pytest.mark.parametrize("deleter_first", [True, False])
def test_an_edit_wins_over_a_delete_and_is_shown(here, there, shared, tmp_path, deleter_first):
    deleter, editor = here, there
    if deleter_first:
        deleter.delete(shared)
        editor.change(shared, phone="10000000002")
    else:
        editor.change(shared, phone="10000000002")
        deleter.delete(shared)
    swap(tmp_path, here, there)

    assert here.digest() == there.digest()
    assert here.row(shared).phone == "10000000002"
    for seat in (here, there):
        [found] = seat.conflicts()
        assert (found.title, found.label) == ("人员 欧阳测试", "整条登记")
        assert (found.lost_by, found.kept_by) == ("township的主任", "county的主任")


@pytest.mark.parametrize("choice", ["kept", "lost"])
def test_a_delete_against_an_edit_is_settled_for_all(here, there, shared, tmp_path, choice):
    here.delete(shared)
    there.change(shared, phone="10000000002")
    swap(tmp_path, here, there)
    with there.write() as session:
        resolve(session, there.actor, there.conflicts()[0], choice)
    swap(tmp_path, here, there)

    assert here.conflicts() == there.conflicts() == []
    assert (here.row(shared) is not None) == (choice == "kept")
    assert here.digest() == there.digest()
    if choice == "kept":
        here.delete(shared)
        assert here.row(shared) is None
        here.digest()


def test_two_deletes_agree(here, there, shared, tmp_path):
    here.delete(shared)
    there.delete(shared)
    swap(tmp_path, here, there)

    assert here.row(shared) is there.row(shared) is None
    assert here.digest() == there.digest()
    assert here.conflicts() == []


def household(seat, number="H1"):
    with seat.write() as session:
        [village] = session.insert_many(Village, [{"name": "测试村", "position": 0}])
        return session.insert_many(Household, [{"village_id": village, "number": number}])[0]


def test_a_deleted_parent_comes_back_with_a_new_child(here, there, third, shared, tmp_path):
    house = household(here)
    swap(tmp_path, here, there, third)
    here.delete(house, Household)
    with there.write() as session:
        row = {"household_id": house, "person_id": shared, "relation": "head"}
        [member] = session.insert_many(Residence, [row])
    swap(tmp_path, here, there, third)

    assert here.row(house, Household).number == "H1"
    assert third.row(member, Residence).household_id == house
    assert here.digest() == there.digest() == third.digest()
    assert [found.title for found in third.conflicts()] == ["户 H1"]
    for seat in (here, there):
        assert seat.conflicts()[0].field == "*"
    here.delete(member, Residence)
    here.delete(house, Household)
    swap(tmp_path, here, there, third)
    assert there.row(house, Household) is None
    assert here.digest() == there.digest() == third.digest()


def test_what_hangs_on_a_stranger_s_record_waits_for_it(here, there, third, tmp_path):
    house = household(third)
    of_third = third.export(tmp_path / "third")
    here.take(*of_third)
    with here.write() as session:
        person = session.insert_many(Person, [{"name": "丙测试"}])[0]
        session.insert_many(Residence, [{"household_id": house, "person_id": person}])
    of_here = here.export(tmp_path / "here")

    [held] = there.answers(*of_here)
    assert held.verdict == "held"
    assert "齐河县的第 1–" in held.reason
    assert there.ops() == 0

    assert there.take(*of_third) == ["applied", "applied"]
    assert there.row(person).name == "丙测试"
    assert there.status().held == ()


def test_wrong_clocks_lose_nothing(open_seat, tmp_path):
    here = open_seat("township", lambda: 4_000_000_000_000)
    there = open_seat("county", lambda: 1)
    person = here.person()
    swap(tmp_path, here, there)
    there.change(person, phone="10000000002")
    swap(tmp_path, here, there)
    here.change(person, phone="10000000003")
    swap(tmp_path, here, there)

    assert there.row(person).phone == "10000000003"
    assert here.conflicts() == there.conflicts() == []
    assert here.digest() == there.digest()


@pytest.mark.parametrize("seed", range(4))
def test_three_nodes_agree_whatever_they_did(open_seat, tmp_path, seed):
    chance = random.Random(seed)
    walls = [chance.randrange(1, 4_000_000_000_000) for _ in range(3)]
    seats = [
        open_seat(name, lambda wall=wall: wall)
        for name, wall in zip(("township", "county", "other"), walls, strict=True)
    ]
    people = []
    for step in range(25):
        seat = chance.choice(seats)
        there = [p for p in people if seat.row(p) is not None]
        deed = chance.randrange(5)
        if deed == 0 or not there:
            people.append(seat.person("测试", "", ""))
        elif deed == 1:
            seat.delete(chance.choice(there))
        elif deed == 2:
            sender = chance.choice(seats)
            files = sender.export(tmp_path / f"part{step}") if sender is not seat else []
            seat.take(*chance.sample(files, len(files)))
        else:
            field = chance.choice(["phone", "sex"])
            seat.change(chance.choice(there), **{field: chance.choice([None, "1", "2", "3"])})
    swap(tmp_path, *seats)

    assert len({seat.digest() for seat in seats}) == 1
    told = [{(c.record, c.field, c.lost_stamp) for c in seat.conflicts()} for seat in seats]
    assert told[0] == told[1] == told[2]


def test_a_later_program_s_kinds_and_fields_stay_in_the_journal_word_for_word(
    here, there, usb
):
    with here.write() as session:
        stamp = session.unit.clock.tick
        person, txn = new_id(), new_id()
        line = session.unit.origin
        append(session.connection(), line, [
            Op(stamp(), txn, "升级者", "person", person, "insert", {"name": "丁测试", "aura": 7}),
            Op(stamp(), txn, "升级者", "drone", new_id(), "insert", {"height": "1.5"}),
        ])  # fmt: skip
    files = here.export(usb)

    assert there.take(*files) == ["applied"]
    assert there.row(person).name == "丁测试"
    there.digest()
    with here.database.read() as ours, there.database.read() as theirs:
        lines = [line_of(session, here.node, this_node(here.database).epoch) for session in (ours, theirs)]
        sent = [
            list(sent_ops(session, line, 1, line.head_seq))
            for session, line in zip((ours, theirs), lines, strict=True)
        ]
    assert sent[0] == sent[1]


def made_by_hand(seat, there, usb, *ops, told=None):
    """Seal ops with the node's real keys that its program would never write."""
    me = this_node(seat.database)
    with seat.write() as session:
        line = find_origin(session.connection(), me.node, 7)
        before = line.head_seq, line.head_hash
        append(session.connection(), line, list(ops))
        records = [heads(session) if told is None else told]
        records += sent_ops(session, line, before[0] + 1, line.head_seq)
        header = blank_header(session, me, "delta", new_id(), ("试验", "试验"))
        header = msgspec.structs.replace(
            header, epoch=7, from_seq=before[0] + 1, to_seq=line.head_seq,
            head_before=before[1], head_after=line.head_hash, counts={"person": len(ops)},
        )  # fmt: skip
    path = usb / f"{header.package.hex()}.gcpkg"
    to = this_node(there.database).keys.recipient
    with path.open("wb") as out:
        write_package(out, header, records, me.keys, [to])
    return path


@pytest.mark.parametrize(
    "values",
    [{"name": "戊", "birth": "不是日期"}, {"sex": "female"}, {"name": ["戊"]}, {"name": "戊", "birth": 7}],
    ids=["bad day", "no name", "a list", "a number"],
)
def test_values_that_do_not_fit_are_refused_whole(here, there, usb, values):
    stamp = (1_700_000_000_000 << 16).to_bytes(8, "big") + here.node[-8:]
    op = Op(stamp, new_id(), "某人", "person", new_id(), "insert", values)
    path = made_by_hand(here, there, usb, op)

    [answer] = there.answers(path)
    assert (answer.verdict, answer.ops) == ("refused", 0)
    assert "不合规范" in answer.reason
    assert there.ops() == 0
    there.digest()


def test_a_stamp_beyond_all_clocks_is_refused(here, there, usb):
    op = Op(b"\x7f" + b"\xf0" * 15, new_id(), "某人", "person", new_id(), "insert", {"name": "己"})
    path = made_by_hand(here, there, usb, op)

    assert there.take(path) == ["refused"]
    assert there.ops() == 0


def test_an_op_keeps_its_bytes_on_the_way():
    op = SentOp(1, b"\1" * 16, bytes(16), "甲", "person", bytes(16), "insert", b"\x92\x80\x80")

    assert msgspec.msgpack.decode(msgspec.msgpack.encode(op), type=SentOp) == op


def test_a_file_added_while_its_record_was_deleted_elsewhere_is_no_damage(
    here, there, shared, tmp_path
):
    here.delete(shared)
    with there.write() as session:
        files = [prepare("a.txt", b"one")]
        attach(session, there.database.media, there.actor, "person", shared, files, on=date(2026, 10, 7))
    swap(tmp_path, here, there)
    assert here.row(shared) is None
    assert here.digest() == there.digest()


def test_grids_redrawn_on_one_pc_are_the_same_on_the_others(here, there, tmp_path):
    with here.write() as session:
        village = Village(name="东村", position=0)
        session.add(village)
        session.flush()
        tops = [
            Unit(level="grid", grid_set="main", name=name, position=n, village_id=village.id)
            for n, name in enumerate(("东村网格", "西村网格"))
        ]
        session.add_all(tops)
        session.flush()
        home = Household(village_id=village.id, number="1")
        session.add(home)
        session.flush()
        old, other = (unit.id for unit in tops)
        session.add(Placement(household_id=home.id, unit_id=old, grid_set="main"))
    swap(tmp_path, here, there)
    with here.write() as session:
        redraw(session, here.actor, Merge([old], other), Filing(effective=date(2026, 10, 15), reason="other"))
        redraw(
            session, here.actor, Rename(other, "东西村网格"), Filing(effective=date(2026, 11, 1), reason="other")
        )
    there.person()
    swap(tmp_path, here, there)

    def trees(seat):
        with seat.database.read() as session:
            days = [date(2026, 10, 14), date(2026, 10, 31), date(2026, 11, 1)]
            return [[(u.name, u.until) for u in Tree.load(session, day).units if u.level == "grid"] for day in days]

    ended = date(2026, 10, 14)
    assert trees(here)[0] == [("东村网格", ended), ("西村网格", None)]
    assert trees(here)[1:] == [[("西村网格", None)], [("东西村网格", None)]]
    assert trees(there) == trees(here)
