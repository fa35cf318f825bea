import os
import subprocess
import sys
from pathlib import Path

import pytest

from gridcenter.exchange import nodes
from gridcenter.exchange.receipts import write_receipt
from gridcenter.register.records import Person
from gridcenter.store.backup import backup, restore
from gridcenter.store.check import check

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

KILLED = """
import os, shutil, signal, sys
from pathlib import Path
import gridcenter.wings
from gridcenter.access.actors import ROLES, Actor
from gridcenter.base.progress import Progress
from gridcenter.exchange.inbox import import_packages
from gridcenter.exchange.outbox import export_delta
from gridcenter.store.database import Database

deed, key, base, folder, file = sys.argv[1], bytes.fromhex(sys.argv[2]), *map(Path, sys.argv[3:])
actor = Actor("head", "主任", ROLES["head"])

def work(at):
    left = at

    def count(*_):
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event, args):
        opens = event == "open" and str(args[0]).endswith((".part", ".gcpkg"))
        if opens or event in {"os.rename", "os.remove"}:
            count()

    home = base / f"home{at}"
    database = Database(home / "gridcenter.db", key)
    sys.addaudithook(hook)
    if deed == "export":
        export_delta(database, actor, home, base / f"usb{at}", progress=Progress(count))
    else:
        import_packages(database, actor, home, [file], progress=Progress(count))

for at in range(1, 100):
    shutil.copytree(folder, base / f"home{at}")
    (base / f"usb{at}").mkdir()
    child = os.fork()
    if not child:
        work(at)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if not os.WIFSIGNALED(status):
        sys.exit(status or at)
"""


def killed_everywhere(seat, deed, base, file=Path()):
    """Do a deed again and again, killed at its 1st, 2nd, … touch of a disk or of its progress.

    Leaves home1, usb1, home2 … in `base`; returns after how many it came through unharmed.
    """
    seat.database.close()
    base.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, deed, seat.key.hex(), base, seat.folder, file],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    return done.returncode - 1


def whole_packages(folder):
    return sorted(path for path in folder.iterdir() if path.suffix == ".gcpkg")


@needs_fork
def test_an_import_killed_anywhere_leaves_nothing_half_written(here, there, usb, tmp_path):
    here.person()
    [file] = here.export(usb, there)

    times = killed_everywhere(there, "import", tmp_path / "killed", file)

    assert times >= 8
    applied = []
    for at in range(1, times + 1):
        seat = type(there)(tmp_path / "killed" / f"home{at}", there.key)
        assert check(seat.database).problems == ()
        assert seat.ops() in {0, here.ops()}
        applied.append(seat.ops() > 0)
        assert seat.take(file) == (["duplicate"] if applied[-1] else ["applied"])
        assert seat.digest() == here.digest()
        assert list((seat.folder / "inbox").iterdir()) == []
        seat.database.close()
    assert applied == sorted(applied)
    assert set(applied) == {False, True}


@needs_fork
def test_an_export_killed_anywhere_is_finished_by_the_next(here, open_seat, usb, tmp_path):
    here.person()

    times = killed_everywhere(here, "export", tmp_path / "killed")

    assert times >= 7
    for at in range(1, times + 1):
        seat = type(here)(tmp_path / "killed" / f"home{at}", here.key)
        stick = tmp_path / "killed" / f"usb{at}"
        before = [path.read_bytes() for path in whole_packages(stick)]
        seat.export(stick)
        [sealed], [given] = whole_packages(seat.folder / "outbox"), whole_packages(stick)
        assert sealed.read_bytes() == given.read_bytes()
        assert before in ([], [given.read_bytes()])
        assert [path.name for path in stick.iterdir()] == [given.name]
        [parcel] = seat.status().outbox
        assert parcel.state == "handed"
        seat.database.close()
    assert open_seat("county").take(given) == ["applied"]


def test_any_changed_byte_is_refused_and_nothing_written(here, there, usb):
    here.person()
    [file] = here.export(usb, there)
    whole = file.read_bytes()

    for at in range(0, len(whole), max(1, len(whole) // 60)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        [answer] = there.answers(file)
        assert answer.verdict == "refused"
        assert answer.reason
    assert there.ops() == 0
    assert list((there.folder / "inbox").iterdir()) == []
    file.write_bytes(whole)
    assert there.take(file) == ["applied"]


def test_a_changed_copy_of_a_known_package_is_refused_too(here, there, usb):
    [file] = here.export(usb, there)
    there.take(file)
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))

    assert there.take(file) == ["refused"]


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.99])
def test_a_cut_file_is_refused(here, there, usb, share):
    [file] = here.export(usb, there)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])

    assert there.take(file) == ["refused"]
    assert there.ops() == 0


def test_a_file_that_is_gone_is_told(there, usb):
    [answer] = there.answers(usb / "none.gcpkg")

    assert (answer.verdict, answer.file) == ("refused", "none.gcpkg")
    assert "U盘可能已拔出" in answer.reason


def test_a_bad_file_does_not_keep_the_good_ones_out(here, there, usb):
    [good] = here.export(usb, there)
    bad = usb / "bad.gcpkg"
    bad.write_bytes(b"GCPKG1\n")

    assert there.take(bad, good) == ["refused", "applied"]


def test_a_stranger_is_refused_with_what_to_do(here, there, usb):
    [file] = here.export(usb, there)
    nodes.distrust(there.database, there.actor, here.node)

    [answer] = there.answers(file)
    assert answer.verdict == "refused"
    assert "请先导入它的节点名片" in answer.reason
    card = usb / "here.gccard"
    nodes.write_card(here.database, here.actor, card)
    nodes.trust_card(there.database, there.actor, card)
    assert there.take(file) == ["applied"]


def test_what_is_not_meant_for_this_node_is_refused(here, there, third, usb):
    [file] = here.export(usb, there)

    [answer] = third.answers(file)
    assert answer.verdict == "refused"
    assert "不是发给本机的" in answer.reason
    assert third.ops() == 0


def test_half_a_copy_on_the_stick_is_no_package(here, there, usb):
    [file] = here.export(usb, there)
    part = file.with_name(file.name + ".part")
    part.write_bytes(file.read_bytes()[:100])
    file.unlink()

    assert there.take(*usb.glob("*.gcpkg")) == []
    assert there.take(part) == ["refused"]
    assert there.ops() == 0
    [again] = here.export(usb, there)
    assert there.take(again) == ["applied"]
    assert not part.exists()


def test_two_lines_of_one_node_are_quarantined(here, there, open_seat, usb, tmp_path, founded):
    here.person("甲测试", "", "")
    [file] = here.export(usb, there)
    there.take(file)
    founded_clone(here, founded, tmp_path)
    clone = open_seat("clone")
    clone.person("乙测试", "", "")
    [other] = clone.export(tmp_path / "cloned", there)

    [answer] = there.answers(other)
    assert answer.verdict == "quarantined"
    assert "严务乡的数据出现了两个版本" in answer.reason
    assert len(there.status().quarantined) == 1
    assert there.digest() == here.digest()
    assert there.take(*here.export(usb, there)) == ["duplicate"]


def founded_clone(seat, founded, tmp_path):
    """Let `clone` be the township's folder as it was founded: a disk image used twice."""
    founded["clone"] = founded["township"]
    assert not (tmp_path / "clone").exists()


def test_a_twin_of_this_node_is_noticed(here, there, open_seat, usb, tmp_path, founded):
    founded_clone(here, founded, tmp_path)
    clone = open_seat("clone")
    clone.person()
    [file] = clone.export(usb, there)

    here.take(file)

    assert here.status().quarantined[0].node == here.node
    assert "用本机的身份" in here.answers(file)[0].reason


def test_a_receipt_that_does_not_fit_is_quarantined(here, there, open_seat, usb, tmp_path, founded):
    founded_clone(here, founded, tmp_path)
    clone = open_seat("clone")
    clone.person("乙测试", "", "")
    there.take(*clone.export(usb, there))
    here.person("甲测试", "", "")
    receipt = write_receipt(there.database, there.actor, there.folder, usb)

    assert here.take(receipt) == ["quarantined"]


def test_no_name_phone_or_number_in_any_byte_outside(here, there, usb, tmp_path, monkeypatch):
    temp = tmp_path / "temp"
    temp.mkdir()
    monkeypatch.setenv("TMPDIR", str(temp))
    person = here.person()
    [first] = here.export(usb)
    here.change(person, sex="female")
    [second] = here.export(usb)
    there.take(second)
    there.take(first, write_receipt(there.database, there.actor, there.folder, usb))

    assert there.row(person, Person).name == "欧阳测试"
    secrets = [
        word.encode(code)
        for word in ("欧阳测试", "10012345678", "371423199001019976")
        for code in ("utf-8", "utf-16-le", "gb18030")
    ]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"usb", "outbox"} <= {path.parent.name for path in files}
    for path in files:
        data = path.read_bytes()
        assert not any(secret in data for secret in secrets), path


def test_an_import_is_whole_for_whoever_watches(here, there, usb):
    """What a commit announces can be read by then, and nothing is announced before."""
    person = here.person()
    heard = []
    there.database.on_change(lambda tables: heard.append((tables, there.row(person) is not None)))

    there.take(*here.export(usb, there))

    assert [seen for tables, seen in heard if "person" in tables] == [True]


def test_a_restored_node_gets_back_what_it_had_handed_over(here, there, usb, tmp_path):
    person = here.person()
    there.take(*here.export(usb))
    backup(here.database, here.folder, tmp_path / "backup.gcb")
    here.change(person, phone="10000000009")
    lost = here.export(usb)
    there.take(*lost)
    restore(tmp_path / "backup.gcb", tmp_path / "restored", "admin", "demo")
    restored = type(here)(tmp_path / "restored", here.key)
    assert restored.node == here.node

    receipt = write_receipt(there.database, there.actor, there.folder, usb)
    assert restored.take(receipt) == ["applied"]
    [own] = [peer for peer in restored.status().peers if peer.node == here.node]
    assert [(m.first, m.last) for m in own.missing] == [(here.ops(), here.ops())]
    assert own.name == "本机"
    assert restored.take(*lost) == ["applied"]
    assert restored.digest() == here.digest()

    restored.change(person, phone="10000000010")
    stick = tmp_path / "after"
    answers = there.answers(*restored.export(stick, there))
    assert {answer.verdict for answer in answers} == {"applied", "duplicate"}
    assert there.row(person).phone == "10000000010"
    assert there.digest() == restored.digest()
    assert there.conflicts() == []
    restored.database.close()


def test_packages_lost_from_the_outbox_are_sealed_anew(here, there, usb, tmp_path):
    here.person()
    here.export(usb, there)
    for file in (here.folder / "outbox").iterdir():
        file.unlink()

    [file] = here.export(tmp_path / "new", there)
    assert there.take(file) == ["applied"]
    assert there.take(*usb.glob("*.gcpkg")) == ["duplicate"]


def test_a_held_package_that_rots_in_the_inbox_is_told(here, there, usb):
    person = here.person()
    [first] = here.export(usb, there)
    here.change(person, phone="10000000001")
    [second] = here.export(usb, there)
    there.take(second)
    [kept] = (there.folder / "inbox").iterdir()
    kept.write_bytes(kept.read_bytes()[:50])

    answers = there.answers(first)
    assert sorted(answer.verdict for answer in answers) == ["applied", "refused"]
    assert list((there.folder / "inbox").iterdir()) == []
    assert there.take(second) == ["applied"]
    assert there.digest() == here.digest()
