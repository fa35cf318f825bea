import pytest
from sqlalchemy import func, select

from gridcenter.access.actors import ROLES, Actor
from gridcenter.access.log import read_log
from gridcenter.access.reach import no_sight
from gridcenter.base.errors import NotAllowed, NotFound, RuleBroken
from gridcenter.exchange import nodes
from gridcenter.exchange.outbox import export_delta, receiver
from gridcenter.exchange.receipts import write_receipt
from gridcenter.register.records import Person, Village
from gridcenter.store.finding import find
from gridcenter.wings import OPEN


def total_changes(seat):
    with seat.database.read() as session:
        return session.connection().connection.dbapi_connection.total_changes


def test_all_that_is_entered_arrives_and_is_found(here, there, usb):
    person = here.person()
    here.change(person, phone=None)
    touched = []
    there.database.on_change(touched.append)

    assert there.take(*here.export(usb)) == ["applied"]

    assert there.digest() == here.digest()
    assert there.row(person).name == "欧阳测试"
    assert there.row(person).phone is None
    assert "person" in touched[-1]
    with there.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Village)) == 20
        assert [hit.title for kind in find(session, there.index.sources, "oyc") for hit in kind.hits] == ["欧阳测试"]


def test_what_follows_arrives_in_a_package_of_its_own(here, there, usb):
    person = here.person()
    first = here.export(usb)
    here.change(person, phone="10087654321")
    second = here.export(usb)

    assert len(first) == len(second) == 1
    assert first != second
    assert there.take(*first) == ["applied"]
    assert there.take(*second) == ["applied"]
    assert there.row(person).phone == "10087654321"
    assert there.digest() == here.digest()


def test_a_second_import_changes_nothing_at_all(here, there, usb):
    here.person()
    files = here.export(usb)
    there.take(*files)
    digest, ops = there.digest(), there.ops()
    before = total_changes(there)

    answers = there.answers(*files, *files)

    assert [answer.verdict for answer in answers] == ["duplicate", "duplicate"]
    assert "以前已经接收过" in answers[0].reason
    assert total_changes(there) == before
    assert (there.digest(), there.ops()) == (digest, ops)
    assert list((there.folder / "inbox").iterdir()) == []


def test_a_file_given_twice_is_taken_once(here, there, usb, tmp_path):
    [file] = here.export(usb)
    copy = tmp_path / "副本.gcpkg"
    copy.write_bytes(file.read_bytes())

    assert there.take(file, copy) == ["applied", "duplicate"]


def test_exporting_again_gives_the_same_bytes(here, there, usb, tmp_path):
    here.person()
    [first] = here.export(usb)
    again = export_delta(here.database, here.actor, here.folder, tmp_path, [there.node])

    assert again.ops == 0
    assert "没有新的内容" in again.words
    assert again.parcels[0].file.read_bytes() == first.read_bytes()
    assert again.parcels[0].file.name == first.name


def test_a_lost_stick_is_made_up_for(here, there, usb, tmp_path):
    person = here.person()
    here.export(usb)
    here.change(person, phone="10087654321")
    new = tmp_path / "new"
    assert there.take(*here.export(new)) == ["held"]
    everything = here.export(new)

    assert len(everything) == 2
    assert sorted(there.take(*everything)) == ["applied", "applied"]
    assert there.digest() == here.digest()


def test_out_of_order_is_held_with_the_missing_range_and_follows(here, there, usb):
    person = here.person()
    [first] = here.export(usb)
    seen = here.ops()
    here.change(person, phone="10000000001")
    [second] = here.export(usb)
    here.change(person, phone="10000000002")
    [third] = here.export(usb)

    [held] = there.answers(third)
    assert held.verdict == "held"
    assert f"严务乡的第 1–{seen + 1} 条变更" in held.reason
    assert there.ops() == 0
    [peer] = [p for p in there.status().peers if p.node == here.node]
    assert [(m.first, m.last) for m in peer.missing] == [(1, seen + 1)]

    assert there.take(first) == ["applied"]
    [peer] = [p for p in there.status().peers if p.node == here.node]
    assert [(m.first, m.last) for m in peer.missing] == [(seen + 1, seen + 1)]
    assert len(there.status().held) == 1

    answers = there.answers(second)
    assert [answer.verdict for answer in answers] == ["applied", "applied"]
    assert there.row(person).phone == "10000000002"
    assert there.digest() == here.digest()
    [peer] = [p for p in there.status().peers if p.node == here.node]
    assert (peer.missing, peer.upto) == ((), here.ops())


def test_any_order_in_one_call_will_do(here, there, usb):
    person = here.person()
    files = []
    for number in range(4):
        here.change(person, phone=f"1000000000{number}")
        files += here.export(usb)

    assert there.take(*reversed(files)) == ["applied"] * 4
    assert there.digest() == here.digest()


def test_a_node_that_comes_later_gets_all_and_the_others_only_what_is_new(
    here, there, third, usb, tmp_path
):
    person = here.person()
    assert there.take(*here.export(usb, there)) == ["applied"]
    here.change(person, phone="10000000001")
    both = here.export(tmp_path / "both")

    assert sorted(there.take(*both)) == ["applied", "refused"]
    assert third.take(*both) == ["applied", "applied"]
    assert here.digest() == there.digest() == third.digest()


def test_a_receipt_marks_what_it_covers(here, there, usb):
    here.person()
    files = here.export(usb)
    there.take(*files)
    receipt = write_receipt(there.database, there.actor, there.folder, usb)
    assert len(here.status().outbox[0].waiting) == 2

    assert here.take(receipt) == ["applied"]
    assert here.take(receipt) == ["duplicate"]

    [parcel] = here.status().outbox
    assert (parcel.state, parcel.waiting) == ("handed", ("齐河县",))
    [peer] = [p for p in here.status().peers if p.node == there.node]
    assert peer.acknowledged == here.ops()
    again = export_delta(here.database, here.actor, here.folder, usb, [there.node])
    assert again.parcels == ()
    assert "都已回执" in again.words


def test_a_receipt_claims_only_what_came_in(here, there, usb):
    here.person()
    here.export(usb)
    receipt = write_receipt(there.database, there.actor, there.folder, usb)

    here.take(receipt)

    assert len(here.status().outbox[0].waiting) == 2


def test_exports_are_logged_with_recipient_and_count(here, there, usb):
    here.person()
    here.export(usb, there)

    with here.database.read() as session:
        [entry] = read_log(session, here.actor)
    assert (entry.count, entry.recipient, entry.actor) == (here.ops(), "庆云县", here.actor.name)


def test_only_those_who_may_exchange_do(here, usb):
    clerk = Actor("clerk", "录入员", ROLES["clerk"])

    with pytest.raises(NotAllowed, match="收发数据包"):
        export_delta(here.database, clerk, here.folder, usb)


def test_an_export_needs_a_place_and_somebody_to_go_to(here, usb, tmp_path):
    with pytest.raises(NotFound, match="U盘"):
        export_delta(here.database, here.actor, here.folder, tmp_path / "none")
    for peer in nodes.trusted(here.database):
        nodes.distrust(here.database, here.actor, peer.card.node)
    with pytest.raises(RuleBroken, match="节点名片"):
        export_delta(here.database, here.actor, here.folder, usb)


def test_a_card_makes_a_receiver_once_it_is_trusted(here, there, usb):
    card = usb / "there.gccard"
    nodes.write_card(there.database, there.actor, card)

    assert receiver(here.database, card) == there.node
    nodes.distrust(here.database, here.actor, there.node)
    with pytest.raises(RuleBroken, match="还没有登记"):
        receiver(here.database, card)
    trusted = nodes.trust_card(here.database, here.actor, card)
    assert trusted.fingerprint() == nodes.own_card(there.database).fingerprint()


def test_an_admin_seals_to_those_trusted_and_trusts_nobody_new(here, there, usb):
    card, admin = usb / "there.gccard", Actor("guan", "管机器", ROLES["admin"])
    nodes.write_card(there.database, there.actor, card)
    here.person()
    assert export_delta(here.database, admin, here.folder, usb).ops
    nodes.distrust(here.database, here.actor, there.node)
    with pytest.raises(NotAllowed, match="信任别的电脑"):
        nodes.trust_card(here.database, admin, card)
    assert there.node not in {peer.card.node for peer in nodes.trusted(here.database)}


def test_one_does_not_trust_oneself(here, usb):
    card = usb / "here.gccard"
    nodes.write_card(here.database, here.actor, card)

    with pytest.raises(RuleBroken, match="本机自己"):
        nodes.trust_card(here.database, here.actor, card)


def test_identity_stays_the_same(here, open_seat):
    card = nodes.own_card(here.database)

    assert nodes.own_card(open_seat("township").database) == card


def test_people_are_the_same_on_both_sides_after_both_wrote(here, there, usb, tmp_path):
    ours = here.person("甲测试", "10000000001", "")
    there.take(*here.export(usb))
    theirs = there.person("乙测试", "10000000002", "")
    here.take(*there.export(tmp_path / "back"))

    assert here.digest() == there.digest()
    with here.database.read() as session:
        assert set(session.scalars(select(Person.id))) == {ours, theirs}


def test_a_county_s_other_townships_are_nobody_s_missing_ranges(here, there, third, usb, tmp_path):
    def missing():
        return {p.name: [(m.first, m.last) for m in p.missing] for p in here.status().peers}

    third.person()
    of_third = third.export(tmp_path / "third")
    there.take(*of_third)
    there.person()
    nodes.distrust(here.database, here.actor, third.node)
    here.take(*there.export(usb))
    assert missing() == {"庆云县": []}

    card = usb / "third.gccard"
    nodes.write_card(third.database, third.actor, card)
    nodes.trust_card(here.database, here.actor, card)
    assert missing() == {"庆云县": [], "齐河县": [(1, 1)]}

    assert here.take(*of_third) == ["applied"]
    assert missing() == {"庆云县": [], "齐河县": []}


def test_who_may_look_at_nothing_exchanges_all_the_same(here, there, usb):
    person = here.person()
    here.change(person, phone="10000000001")
    there.database.sight = no_sight(OPEN)
    there.actor = Actor("guan", "系统管理员", ROLES["admin"])
    assert there.take(*here.export(usb, there)) == ["applied"]
    assert there.row(person) is None
    here.delete(person)
    here.person("乙测试", "10000000003", "")
    assert there.take(*here.export(usb / "more", there)) == ["applied"]
    there.export(usb / "back", here)
    assert there.digest() == here.digest()
