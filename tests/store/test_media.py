"""Attachments: encrypted on the disk, bare of position, whole or not there, told when lost."""

import io
import os
import subprocess
import sys
import time
import zlib
from datetime import date

import pytest
from PIL import Image, PngImagePlugin

from gridcenter.access.actors import ROLES, Actor
from gridcenter.access.attachments import (
    MOST_FILES,
    attach,
    attachments_of,
    check_file,
    copy_attachment,
    detach,
    open_attachment,
    prepare,
    right_over,
)
from gridcenter.access.log import read_log
from gridcenter.base.errors import Damaged, NotAllowed, NotFound, RuleBroken
from gridcenter.register.records import Person, Village
from gridcenter.store.attachments import Attachment, digests_needed
from gridcenter.store.check import check
from gridcenter.store.undo import take_back

DAY = date(2026, 11, 3)
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf>GPSLatitude 37,46N</rdf></x:xmpmeta>'


def photo(size=(2400, 1200), orientation=6):
    """A phone's photo: red at its left, with position, camera, comment, profile and XMP."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 4, size[1]))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "SECRETCAM"
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 46.0, 12.0), 3: "E", 4: (117.0, 22.0, 30.0)})
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"SECRETCOMMENT", xmp=XMP, icc_profile=b"SECRETICC" * 20)
    return out.getvalue()


@pytest.fixture
def person(database, actor):
    with database.write(actor) as session:
        made = Person(name="张三")
        session.add(made)
    return made.id


@pytest.fixture
def keep(database, actor, person):
    def keeper(*files):
        with database.write(actor) as session:
            return attach(session, database.media, actor, "person", person, files, on=DAY)

    return keeper


def test_a_photo_loses_its_position_and_stands_upright():
    data = photo()
    assert b"Exif" in data
    assert b"GPSLatitude" in data
    made = prepare("IMG_1.JPG", data)
    assert made.name == "IMG_1.jpg"
    for secret in (b"Exif", b"GPS", b"xmpmeta", b"SECRET", b"ICC_PROFILE", b"photoshop"):
        assert secret not in made.data
    with Image.open(io.BytesIO(made.data)) as kept:
        assert kept.size == (800, 1600)
        assert not kept.getexif()
        top, bottom = kept.getpixel((400, 100)), kept.getpixel((400, 1500))
        assert top[0] > 200
        assert top[1] < 60
        assert min(bottom) > 240


def test_a_screenshot_loses_its_words_and_its_glass():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", "SECRETAUTHOR")
    notes.add_itxt("XML:com.adobe.xmp", "SECRETXMP", zip=False)
    out = io.BytesIO()
    Image.new("RGBA", (60, 40), (0, 0, 0, 0)).save(out, "PNG", pnginfo=notes)
    made = prepare("截图.png", out.getvalue())
    assert b"SECRET" not in made.data
    with Image.open(io.BytesIO(made.data)) as kept:
        assert kept.format == "JPEG"
        assert kept.getpixel((5, 5)) == (255, 255, 255)


def bitmap(fmt, side):
    out = io.BytesIO()
    Image.new("RGBA" if fmt == "PNG" else "RGB", (side, side)).save(out, fmt, **PLAIN[fmt])
    return out.getvalue()


PLAIN = {"PNG": {"compress_level": 1}, "JPEG": {"progressive": True}}


@pytest.mark.skipif(sys.platform != "linux", reason="where the peak is read")
def test_a_large_photo_takes_no_more_memory_than_there_is():
    """In a process of its own, whose peak is told in kilobytes."""
    code = (
        "import sys; from gridcenter.store.pictures import shrink; shrink(sys.stdin.buffer.read());"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=bitmap("PNG", 4400), capture_output=True, check=True
    )
    assert int(done.stdout) < 280 << 10


def bomb():
    """A PNG of 60,000 × 60,000 white pixels in some kilobytes."""
    def chunk(kind, body):
        size = len(body).to_bytes(4, "big")
        return size + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    side = (60_000).to_bytes(4, "big")
    head = chunk(b"IHDR", side + side + b"\x01\x00\x00\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(7501 * 100))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("坏.jpg", photo()[:3000], "已损坏"),
        ("假.png", b"not a picture", "已损坏"),
        ("弹.png", bomb(), "太大"),
        ("大.png", bitmap("PNG", 4600), "存成 JPG"),
        ("大.jpg", bitmap("JPEG", 4600), "太大"),
        ("程序.exe", b"MZ", "不能添加"),
        ("手机.HEIC", b"ftypheic", "HEIC"),
        ("空.txt", b"", "空文件"),
        ("改名.pdf", b"MZ\0\0", "不符"),
        ("改名.docx", b"%PDF-1.7", "不符"),
        ("大.pdf", bytes((20 << 20) + 1), "最多 20 MB"),
    ],
)
def test_what_will_not_do_is_refused_in_words(name, data, words):
    with pytest.raises(RuleBroken, match=words):
        prepare(name, data)


def test_what_a_name_must_not_hold_is_taken_out():
    assert prepare('../../a:"b".txt', "好".encode()).name == "a__b_.txt"
    check_file("登记表.WPS", 5)


def test_a_content_lies_encrypted_under_a_name_that_tells_nothing(database, folder, keep, person):
    (made,) = keep(prepare("记录.txt", "张三家的事".encode()))
    (path,) = database.media.files()
    assert made.digest not in path.name
    assert "张三家的事".encode() not in path.read_bytes()
    with database.read() as session:
        (held,) = attachments_of(session, "person", person)
        actor = Actor("demo", "周敏", ROLES["clerk"])
        assert open_attachment(session, database.media, actor, held.id).decode() == "张三家的事"


def test_the_same_file_twice_is_one(keep, database, person):
    file = prepare("a.txt", b"one")
    assert len(keep(file, file)) == 1
    assert keep(file) == []


def test_a_record_takes_no_more_than_twenty(keep, database, person):
    keep(*[prepare(f"{n}.txt", bytes([65 + n])) for n in range(MOST_FILES)])
    with pytest.raises(RuleBroken, match="最多 20 个"):
        keep(prepare("z.txt", b"z"))
    with database.read() as session:
        assert len(attachments_of(session, "person", person)) == MOST_FILES


def test_rights(database, keep, person):
    (made,) = keep(prepare("a.txt", b"one"))
    auditor, admin = Actor("s", "审计", ROLES["auditor"]), Actor("x", "管理", ROLES["admin"])
    with pytest.raises(NotAllowed), database.write(auditor) as session:
        detach(session, auditor, made.id)
    with pytest.raises(NotAllowed), database.read() as session:
        open_attachment(session, database.media, admin, made.id)
    with pytest.raises(NotFound), database.write(auditor) as session:
        attach(session, database.media, Actor("c", "录入", ROLES["clerk"]), "person", bytes(16), (), on=DAY)


def test_a_copy_that_goes_out_is_logged(database, keep, actor):
    (made,) = keep(prepare("a.txt", b"one"))
    with database.write(actor) as session:
        assert copy_attachment(session, database.media, actor, made.id) == b"one"
    with database.read() as session:
        assert read_log(session, actor)[-1].what == "另存人员的附件 a.txt"


def test_what_was_taken_away_comes_back_with_its_content(database, keep, actor, person):
    (made,) = keep(prepare("a.txt", b"one"))
    with database.write(actor) as session:
        detach(session, actor, made.id)
        txn = session.unit.txn
    with database.read() as session:
        assert attachments_of(session, "person", person) == []
        assert made.digest in digests_needed(session.connection())
    with database.write(actor) as session:
        take_back(session, txn)
    with database.read() as session:
        (held,) = attachments_of(session, "person", person)
        assert open_attachment(session, database.media, actor, held.id) == b"one"


@pytest.mark.parametrize("many", [True, False])
def test_attachments_go_and_come_back_with_their_record(database, keep, actor, person, many):
    (made,) = keep(prepare("a.txt", b"one"))
    before = check(database, deep=True)
    with database.write(actor) as session:
        if many:
            session.delete_many(Person, [person])
        else:
            session.delete(session.get_one(Person, person))
        txn = session.unit.txn
    with database.read() as session:
        assert session.get(Attachment, made.id) is None
    assert check(database, deep=True).problems == ()
    with database.write(actor) as session:
        take_back(session, txn)
        back = session.unit.txn
    assert check(database, deep=True) == before
    with database.read() as session:
        (held,) = attachments_of(session, "person", person)
        assert open_attachment(session, database.media, actor, held.id) == b"one"
    with database.write(actor) as session:
        take_back(session, back)
    assert check(database, deep=True).problems == ()


def test_taking_a_record_back_takes_what_was_attached_later_along(database, actor):
    with database.write(actor) as session:
        [person] = session.insert_many(Person, [{"name": "张三"}])
        entered = session.unit.txn
    with database.write(actor) as session:
        file = [prepare("a.txt", b"one")]
        attach(session, database.media, actor, "person", person, file, on=DAY)
    with database.write(actor) as session:
        take_back(session, entered)
        undone = session.unit.txn
    assert check(database, deep=True).problems == ()
    with database.write(actor) as session:
        take_back(session, undone)
    with database.read() as session:
        assert [held.name for held in attachments_of(session, "person", person)] == ["a.txt"]


def test_the_check_tells_of_attachments_that_belong_to_nothing(database, actor):
    with database.write(actor) as session:
        row = {"kind": "person", "record": bytes(16), "name": "a.txt", "media": "text/plain",
               "size": 3, "digest": database.media.put(b"one"), "added_on": DAY, "added_by": "周敏"}  # fmt: skip
        session.insert_many(Attachment, [row])
    assert check(database, deep=True).problems == ("有 1 个附件找不到所属的登记",)


def test_attachments_ask_for_the_right_to_change_their_record(database, actor):
    with database.write(actor) as session:
        [village] = session.insert_many(Village, [{"name": "前街村", "position": 1}])
    clerk = Actor("c", "录入", ROLES["clerk"])
    files = [prepare("a.txt", b"one")]
    with pytest.raises(NotAllowed, match="不能划分网格"), database.write(clerk) as session:
        attach(session, database.media, clerk, "village", village, files, on=DAY)
    with database.write(actor) as session:
        (made,) = attach(session, database.media, actor, "village", village, files, on=DAY)
    with pytest.raises(NotAllowed, match="不能划分网格"), database.write(clerk) as session:
        detach(session, clerk, made.id)
    assert {kind: right_over(kind).name for kind in ("inspection", "member", "unit", "visit")} == {
        "inspection": "INSPECT", "member": "PARTY", "unit": "STRUCTURE", "visit": "ENTER",
    }  # fmt: skip


def test_an_orphan_of_a_crash_is_swept_but_nothing_else(database, keep, actor):
    (made,) = keep(prepare("a.txt", b"one"))
    lost, young = database.media.put(b"lost"), database.media.put(b"on its way")
    path = database.media.path(lost)
    part, strange = path.with_name(f"{path.name}.part"), path.with_name("Thumbs.db")
    part.write_bytes(b"half")
    strange.write_bytes(b"")
    for path in (strange, database.media.path(lost), database.media.path(made.digest), part):
        os.utime(path, (time.time() - 90_000,) * 2)
    with database.write(actor) as session:
        detach(session, actor, made.id)
    with database.read() as session:
        assert database.media.sweep(digests_needed(session.connection())) == 2
    assert database.media.has(made.digest)
    assert database.media.has(young)
    assert not database.media.has(lost)
    assert strange.exists()
    assert strange not in list(database.media.files())


def test_lost_and_damaged_contents_are_told(database, keep):
    first, second, third = keep(*[prepare(f"{n}.txt", n.encode()) for n in "abc"])
    assert check(database, deep=True).ok
    path = database.media.path(first.digest)
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    database.media.path(second.digest).unlink()
    other = database.media.path(third.digest)
    database.media.put(b"b")
    other.write_bytes(database.media.path(second.digest).read_bytes())
    with pytest.raises(Damaged):
        database.media.get(third.digest)
    database.media.path(second.digest).unlink()
    problems = check(database, deep=True).problems
    assert [problem.split("”")[0] for problem in problems] == ["附件“a.txt", "附件“b.txt", "附件“c.txt"]
    assert "不见了" in problems[1]
    assert check(database).ok
    database.media.put(b"a")
    assert database.media.get(first.digest) == b"a"


def test_no_content_of_another_pc_is_missed(database, keep, actor):
    """What another node entered comes by its media package, later."""
    (made,) = keep(prepare("a.txt", b"one"))
    database.media.path(made.digest).unlink()
    assert not check(database, deep=True).ok
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE meta SET value=? WHERE key='node'", (bytes(16),))
    assert check(database, deep=True).ok
    with database.read() as session:
        assert session.get(Attachment, made.id) is not None
