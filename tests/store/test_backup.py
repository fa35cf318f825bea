"""Backup: whole, read back, opened; restore: all or nothing, and a new epoch."""

import hashlib
import json
import shutil
import struct
import zipfile
from datetime import UTC, date, datetime

import msgspec
import pytest
from sqlalchemy import event, inspect, select

from gridcenter.access.attachments import attach, detach, prepare
from gridcenter.base.errors import Busy, Damaged, NotAllowed, NotFound, StorageFailed
from gridcenter.base.ids import new_id, show_id
from gridcenter.base.progress import Progress, Stopped
from gridcenter.register.records import Person
from gridcenter.store.attachments import digests_needed
from gridcenter.store.backup import backup, logins_of, restore
from gridcenter.store.boxes import FORMAT, Manifest, Packer
from gridcenter.store.capture import journaling
from gridcenter.store.check import check
from gridcenter.store.database import Database
from gridcenter.store.journal import Origin, origins
from gridcenter.store.meta import get_meta, set_meta
from gridcenter.store.schema import head_revision, revision_of, upgrade
from tests.store.conftest import KEY, LOGIN, PASSWORD

DAY = date(2026, 11, 3)


@pytest.fixture
def kept(database, folder, actor, tmp_path):
    """A backup of three people; gives its path."""
    with database.write(actor) as session:
        session.insert_many(Person, [{"name": name} for name in ("张三", "李四", "王五")])
    target = tmp_path / "stick" / "backup.gcbak"
    target.parent.mkdir()
    backup(database, folder, target)
    return target


@pytest.fixture
def away(tmp_path):
    return tmp_path / "restored"


def names(database):
    with database.read() as session:
        return set(session.scalars(select(Person.name)))


def stopping(at):
    """A progress whose person presses stop at a step."""
    progress = Progress(lambda done, _total, _text: progress.stop() if done == at else None)
    return progress


def rewritten(path, change):
    """Write the members anew after `change` had its way with them."""
    with zipfile.ZipFile(path) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in change(members):
            archive.writestr(name, data)


def test_a_backup_holds_everything_committed_and_nothing_lies_beside_it(
    database, folder, actor, tmp_path
):
    with database.write(actor) as session:
        session.add(Person(name="张三"))
    target = tmp_path / "backup.gcbak"
    before = {path.name for path in folder.iterdir()}
    found = backup(database, folder, target)
    assert found.bytes == target.stat().st_size
    assert found.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert {path.name for path in folder.iterdir()} == before
    assert not target.with_name("backup.gcbak.part").exists()
    with zipfile.ZipFile(target) as archive:
        assert archive.namelist() == ["gridcenter.db", "keyslots.json", "manifest.json"]
        assert archive.testzip() is None
        manifest = json.loads(archive.read("manifest.json"))
        for name, member in manifest["members"].items():
            assert member["sha256"] == hashlib.sha256(archive.read(name)).hexdigest()
    assert "张三" not in target.read_bytes().decode("utf-8", "ignore")


def test_restore_gives_the_same_state_in_a_new_epoch(database, kept, away, actor):
    state = check(database, deep=True)
    restored = restore(kept, away, LOGIN, PASSWORD)
    assert {path.name for path in away.iterdir()} == {"gridcenter.db", "keyslots.json"}
    again = Database(away / "gridcenter.db", KEY)
    assert check(again, deep=True) == state
    with again.write(actor) as session:
        session.add(Person(name="赵六"))
    with again.read() as session:
        lines = {o.epoch: o.head_seq for o in origins(session.connection())}
    assert lines == {1000: 3, restored.epoch: 1}
    assert check(again, deep=True).ok
    again.close()
    assert restored.epoch > 1000


def test_the_new_epoch_is_greater_even_when_the_clock_is_behind(kept, away):
    assert restore(kept, away, LOGIN, PASSWORD, wall=lambda: 5).epoch == 1001


def test_the_database_works_on_after_a_backup(database, folder, kept, actor):
    with database.write(actor) as session:
        session.add(Person(name="赵六"))
    backup(database, folder, kept)
    assert names(database) == {"张三", "李四", "王五", "赵六"}
    assert check(database, deep=True).ok


def test_a_new_backup_takes_the_place_of_the_old(database, folder, kept, actor, away):
    with database.write(actor) as session:
        session.add(Person(name="赵六"))
    backup(database, folder, kept)
    restore(kept, away, LOGIN, PASSWORD)
    again = Database(away / "gridcenter.db", KEY)
    assert "赵六" in names(again)
    again.close()


def impatient(database):
    """Let every connection of a database give up waiting at once."""
    event.listen(
        database.engine, "connect", lambda raw, _record: raw.execute("PRAGMA busy_timeout=1")
    )


def test_a_writer_at_work_is_never_copied_half_way(
    folder, open_database, actor, tmp_path
):
    database, other = open_database(), open_database()
    impatient(database)
    with other.write(actor) as session:
        session.add(Person(name="张三"))
        session.flush()
        with pytest.raises(Busy, match="请"):
            backup(database, folder, tmp_path / "b.gcbak")
    assert not list(tmp_path.glob("b.gcbak*"))


def test_stopping_leaves_nothing(database, folder, tmp_path):
    target = tmp_path / "b.gcbak"
    for stop_at in (0, 2, 3):
        with pytest.raises(Stopped):
            backup(database, folder, target, stopping(stop_at))
        assert not list(tmp_path.glob("b.gcbak*"))
        assert not (folder / ".backup").exists()


def test_a_missing_stick_is_told_in_words(database, folder, tmp_path):
    with pytest.raises(StorageFailed, match="找不到"):
        backup(database, folder, tmp_path / "gone" / "b.gcbak")


def test_a_damaged_database_is_not_backed_up(folder, kept, open_database, database):
    database.close()
    path = folder / "gridcenter.db"
    raw = bytearray(path.read_bytes())
    raw[len(raw) - 3000] ^= 1
    path.write_bytes(raw)
    before = kept.read_bytes()
    with pytest.raises(Damaged):
        backup(open_database(), folder, kept)
    assert kept.read_bytes() == before


def test_logins_are_told_before_a_password_is_asked(kept):
    assert logins_of(kept) == (LOGIN,)


def test_a_wrong_password_restores_nothing(kept, away):
    with pytest.raises(NotAllowed, match="口令不对"):
        restore(kept, away, LOGIN, "wrong")
    assert not list(away.iterdir())
    restore(kept, away, LOGIN, PASSWORD)


def test_only_an_empty_folder_is_restored_into(kept, away):
    away.mkdir()
    (away / "信.txt").write_text("在用", "utf-8")
    with pytest.raises(NotAllowed, match="不是空文件夹"):
        restore(kept, away, LOGIN, PASSWORD)
    assert [path.name for path in away.iterdir()] == ["信.txt"]


def test_data_in_use_is_never_restored_over(kept, away, folder):
    before = (folder / "keyslots.json").read_bytes()
    (folder / "gridcenter.db.part").write_bytes(b"left")
    with pytest.raises(NotAllowed, match="不是空文件夹"):
        restore(kept, folder, LOGIN, PASSWORD)
    assert (folder / "keyslots.json").read_bytes() == before


def test_what_an_interrupted_restore_left_is_in_nobodys_way(kept, away):
    away.mkdir()
    for name in ("gridcenter.db.part", "gridcenter.db.part-wal", "keyslots.json"):
        (away / name).write_bytes(b"half")
    restore(kept, away, LOGIN, PASSWORD)
    again = Database(away / "gridcenter.db", KEY)
    assert names(again) == {"张三", "李四", "王五"}
    again.close()


def test_a_changed_byte_is_refused_or_means_nothing(kept, away):
    raw = kept.read_bytes()
    places = [*range(0, len(raw), len(raw) // 40), *range(len(raw) - 1200, len(raw), 37)]
    with zipfile.ZipFile(kept) as archive:
        slots = archive.read("keyslots.json")
    refused = 0
    for at in places:
        changed = bytearray(raw)
        changed[at] ^= 0x20
        kept.write_bytes(changed)
        try:
            restore(kept, away, LOGIN, PASSWORD)
        except (Damaged, NotAllowed, StorageFailed):
            refused += 1
            assert not away.exists() or not list(away.iterdir())
        else:
            assert (away / "keyslots.json").read_bytes() == slots
            again = Database(away / "gridcenter.db", KEY)
            assert names(again) == {"张三", "李四", "王五"}
            again.close()
            shutil.rmtree(away)
    assert refused > 50


@pytest.mark.parametrize("cut", [0, 1, 21, 5000, -1, -22])
def test_a_cut_file_is_refused(kept, away, cut):
    kept.write_bytes(kept.read_bytes()[:cut])
    with pytest.raises(Damaged, match="不是完整的备份文件"):
        restore(kept, away, LOGIN, PASSWORD)


@pytest.mark.parametrize(
    "change",
    [
        lambda members: members[:2],
        lambda members: [*members, ("../evil", b"x")],
        lambda members: [members[1], members[0], members[2]],
        lambda members: [("../gridcenter.db", members[0][1]), *members[1:]],
        lambda members: [members[0], ("keyslots.json", b"{}"), members[2]],
        lambda members: [*members[:2], ("manifest.json", b"[" * 50_000)],
        lambda members: [*members[:2], ("manifest.json", b"\xff" * 100)],
        lambda members: [*members[:2], ("manifest.json", b" " * (1 << 17))],
    ],
)
def test_a_foreign_container_is_refused(kept, away, change):
    rewritten(kept, change)
    with pytest.raises(Damaged, match="不是完整的备份文件"):
        restore(kept, away, LOGIN, PASSWORD)
    assert not away.exists() or not list(away.iterdir())


def test_a_packed_bomb_is_refused(kept, away):
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("gridcenter.db", "keyslots.json", "manifest.json"):
            archive.writestr(name, bytes(1 << 22))
    with pytest.raises(Damaged, match="不是完整的备份文件"):
        restore(kept, away, LOGIN, PASSWORD)


def test_a_list_of_members_that_claims_to_be_huge_is_refused(kept, away):
    raw = bytearray(kept.read_bytes())
    raw[-10:-6] = struct.pack("<L", len(raw) - 22)
    kept.write_bytes(raw)
    with pytest.raises(Damaged, match="不是完整的备份文件"):
        restore(kept, away, LOGIN, PASSWORD)


def test_a_manifest_of_another_node_is_refused(kept, away):
    def other_node(members):
        manifest = json.loads(members[2][1])
        manifest["node"] = "01890a5d-ac96-774b-bcce-b302099a8057"
        return [*members[:2], ("manifest.json", json.dumps(manifest))]

    rewritten(kept, other_node)
    with pytest.raises(Damaged, match="清单与里面的数据不符"):
        restore(kept, away, LOGIN, PASSWORD)
    assert not list(away.iterdir())


def test_a_backup_from_the_future_is_refused(database, folder, tmp_path, away):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num='9999'")
    target = tmp_path / "b.gcbak"
    backup(database, folder, target)
    with pytest.raises(Damaged, match="更新版本"):
        restore(target, away, LOGIN, PASSWORD)
    assert not list(away.iterdir())


def test_a_damaged_chain_is_refused(database, folder, kept, away):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM op WHERE seq=3")
    backup(database, folder, kept)
    with pytest.raises(Damaged, match="有损坏"):
        restore(kept, away, LOGIN, PASSWORD)
    assert not list(away.iterdir())


def test_a_missing_file_is_told_in_words(tmp_path, away):
    with pytest.raises(NotFound, match="找不到备份文件"):
        restore(tmp_path / "no.gcbak", away, LOGIN, PASSWORD)


def test_a_second_restore_begins_yet_another_epoch(kept, tmp_path, actor):
    first = restore(kept, tmp_path / "one", LOGIN, PASSWORD, wall=lambda: 7000)
    one = Database(tmp_path / "one" / "gridcenter.db", KEY)
    with one.write(actor) as session:
        session.add(Person(name="赵六"))
    with one.engine.begin() as connection:
        set_meta(connection, "epoch", b"6000")
        assert connection.scalar(select(Origin.epoch).order_by(Origin.epoch.desc())) == 7000
    backup(one, tmp_path / "one", kept)
    one.close()
    again = restore(kept, tmp_path / "two", LOGIN, PASSWORD, wall=lambda: 1)
    assert (first.epoch, again.epoch) == (7000, 7001)
    two = Database(tmp_path / "two" / "gridcenter.db", KEY)
    with two.read() as session:
        assert get_meta(session.connection(), "epoch") == b"7001"
    two.close()


@pytest.fixture
def of_issue_2(folder, actor, tmp_path):
    """A backup as the program of schema 0002 wrote it, of 张三; gives its path."""
    old = tmp_path / "old"
    shutil.copytree(folder, old, ignore=shutil.ignore_patterns("gridcenter.db*"))
    database = Database(old / "gridcenter.db", KEY)
    upgrade(database, None, "0002")
    node = new_id()
    with database.engine.begin() as connection:
        set_meta(connection, "node", node)
        set_meta(connection, "epoch", b"1000")
        assert not inspect(connection).has_table("attachment")
    with database.write(actor) as session:
        person = new_id()
        stamp = session.unit.note("insert", "person", person, {"name": "张三"}, {}).stamp
        with journaling(session):
            insert = "INSERT INTO person (id, made, name) VALUES (?, ?, ?)"
            session.connection().exec_driver_sql(insert, (person, stamp, "张三"))
    database.close()
    target, day = tmp_path / "old.gcbak", datetime(2026, 6, 1, tzinfo=UTC)
    with target.open("wb") as out, Packer(out) as packer:
        names = ("gridcenter.db", "keyslots.json")
        members = {name: packer.put(name, old / name, Progress()) for name in names}
        manifest = Manifest(FORMAT, "0002", show_id(node), 1000, day, members)
        packer.put_bytes("manifest.json", msgspec.json.encode(manifest, order="sorted"))
    return target


def test_a_backup_of_an_older_program_is_restored_and_works_on(of_issue_2, away, actor):
    restored = restore(of_issue_2, away, LOGIN, PASSWORD)
    assert restored.epoch > 1000
    assert {path.name for path in away.iterdir()} == {"gridcenter.db", "keyslots.json"}
    again = Database(away / "gridcenter.db", KEY)
    with again.read() as session:
        assert revision_of(session.connection()) == head_revision()
    with again.write(actor) as session:
        session.add(Person(name="赵六"))
    assert names(again) == {"张三", "赵六"}
    assert check(again, deep=True).ok
    again.close()


@pytest.fixture
def with_photos(database, folder, actor, kept):
    """The backup made anew after a file was added to a person and another one taken away."""
    with database.write(actor) as session:
        person = session.scalars(select(Person.id)).first()
        files = [prepare(f"{n}.txt", n.encode() * 700_000) for n in ("一", "二")]
        _stays, goes = attach(session, database.media, actor, "person", person, files, on=DAY)
        detach(session, actor, goes.id)
    backup(database, folder, kept)
    return kept


def test_attachments_are_restored_those_too_that_may_come_back(with_photos, away, database):
    restore(with_photos, away, LOGIN, PASSWORD)
    again = Database(away / "gridcenter.db", KEY)
    with again.read() as session:
        digests = digests_needed(session.connection())
        assert check(again, deep=True).ok
    again.close()
    assert len(digests) == 2
    assert all(again.media.get(d) == database.media.get(d) for d in digests)


@pytest.mark.parametrize("place", [0.3, 0.6, 0.99])
def test_a_changed_byte_among_the_attachments_is_refused(with_photos, away, place):
    data = bytearray(with_photos.read_bytes())
    with zipfile.ZipFile(with_photos) as archive:
        info = archive.getinfo("media.bin")
    data[info.header_offset + 64 + int((info.file_size - 64) * place)] ^= 1
    with_photos.write_bytes(data)
    with pytest.raises(Damaged):
        restore(with_photos, away, LOGIN, PASSWORD)
    assert not any(away.iterdir())


def test_stopping_among_the_attachments_leaves_nothing(with_photos, away):
    progress = Progress(lambda _done, _total, text: progress.stop() if text == "取出附件" else None)
    with pytest.raises(Stopped):
        restore(with_photos, away, LOGIN, PASSWORD, progress)
    assert not any(away.iterdir())
