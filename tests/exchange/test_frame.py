import hashlib
import io
import json
import os
import subprocess
import sys
from contextlib import contextmanager

import msgspec
import pyrage
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from gridcenter.base.errors import Damaged, GridCenterError, NotAllowed, RuleBroken, StorageFailed
from gridcenter.exchange.frame import (
    MAX_RECORD,
    check_package,
    peek_header,
    read_header,
    read_package,
    write_package,
)
from gridcenter.exchange.header import Mark, write_header

RECORDS = [{"name": "李测试", "n": 1}, [1, 2, b"\x00"], "走访"]


@pytest.fixture(scope="module")
def raw(township, county):
    return township.package(RECORDS, county)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.gcpkg"


@pytest.fixture
def opened(path, township, county):
    """Write bytes to a file and read them as the county does."""

    def read(data, reader=county, trusted=None):
        path.write_bytes(data)
        with read_package(path, reader.keys.identity, trusted or county.trusts(township)) as found:
            header, records = found
            return header, [msgspec.msgpack.decode(record) for record in records]

    return read


def frame(node, header, body):
    """Put a file together by hand, signed by the node."""
    header = msgspec.structs.replace(
        header, body_length=len(body), body_sha256=hashlib.sha256(body).digest()
    )
    data = write_header(header)
    front = b"GCPKG1\n" + len(data).to_bytes(4, "big") + data
    return front + node.keys.sign(front) + body


def framed(record):
    return b"\xc6" + len(record).to_bytes(4, "big") + record


def encrypted(packed, *readers):
    keys = [pyrage.x25519.Recipient.from_str(r.keys.recipient) for r in readers]
    return pyrage.encrypt(packed, keys)


def hostile(node, reader, pieces, claimed=None, level=3):
    """Make a package of a trusted but hostile node: right mark, then any plain bytes."""
    header = node.header(recipients=(reader.keys.recipient,))
    packer = zstandard.ZstdCompressor(level=level).compressobj()
    mark = framed(msgspec.msgpack.encode(Mark.of(header)))
    packed, length = packer.compress(mark), len(mark)
    for piece in pieces:
        packed += packer.compress(piece)
        length += len(piece)
    body = encrypted(packed + packer.flush(), reader)
    claim = length if claimed is None else claimed
    return frame(node, msgspec.structs.replace(header, plain_length=claim), body)


# ---- what is written is read


def test_records_and_header_arrive(opened, raw, township, county):
    header, records = opened(raw)
    assert records == [{"name": "李测试", "n": 1}, [1, 2, b"\x00"], "走访"]
    assert (header.kind, header.to_seq, header.counts) == ("delta", 3, {"visit": 3})
    assert header.recipients == (county.keys.recipient,)


@settings(max_examples=25, deadline=None)
@given(records=st.lists(st.binary(max_size=3000) | st.dictionaries(st.text(), st.integers(0, 9))))
def test_any_records_arrive(tmp_path_factory, township, county, records):
    path = tmp_path_factory.mktemp("any") / "a.gcpkg"
    path.write_bytes(township.package(records, county))
    with read_package(path, county.keys.identity, county.trusts(township)) as (_, found):
        wanted = [r if isinstance(r, bytes) else msgspec.msgpack.encode(r, order="deterministic")
                  for r in records]  # fmt: skip
        assert list(found) == wanted


def test_large_records_and_many_pieces_arrive(path, township, county):
    records = [os.urandom(MAX_RECORD), b"", os.urandom(700_000), b"x" * 9] * 3
    path.write_bytes(township.package(records, county))
    with read_package(path, county.keys.identity, county.trusts(township)) as (_, found):
        assert list(found) == records


def test_every_recipient_reads_it(opened, township, county, stranger):
    data = township.package(RECORDS, county, township)
    for reader in (county, township):
        assert opened(data, reader)[1] == RECORDS
    with pytest.raises(NotAllowed, match="不是发给本机的"):
        opened(data, stranger)


def test_the_format_is_as_written_down(raw, township, county):
    assert raw.startswith(b"GCPKG1\n")
    length = int.from_bytes(raw[7:11], "big")
    data, signature, body = raw[11 : 11 + length], raw[11 + length :][:64], raw[75 + length :]
    header = json.loads(data)
    canonical = json.dumps(header, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert canonical.encode() == data
    township.keys.signing.public_key().verify(signature, raw[: 11 + length])
    assert header["body_length"] == len(body)
    packed = pyrage.decrypt(body, [pyrage.x25519.Identity.from_str(county.keys.identity)])
    plain = zstandard.ZstdDecompressor().decompressobj().decompress(packed)
    assert len(plain) == header["plain_length"]
    size = int.from_bytes(plain[1:5], "big")
    mark = msgspec.msgpack.decode(plain[5 : 5 + size])
    assert mark[3:6] == [header["epoch"], header["from_seq"], header["to_seq"]]
    assert mark[6] == header["recipients"]


def test_nothing_personal_lies_in_clear(raw):
    assert "李测试".encode() not in raw


def test_header_can_be_read_without_the_key(path, raw, township, county):
    path.write_bytes(raw)
    trusted = county.trusts(township)
    assert peek_header(path) == read_header(path, trusted) == check_package(path, trusted)


def test_sealed_tells_hash_and_size(township, county):
    target = io.BytesIO()
    recipients = [county.keys.recipient] * 2
    sealed = write_package(target, township.header(), RECORDS, township.keys, recipients)
    data = target.getvalue()
    assert (sealed.size, sealed.sha256) == (len(data), hashlib.sha256(data).digest())
    assert len(sealed.header.recipients) == 1


def test_an_unknown_kind_and_later_fields_are_carried(opened, path, township, county):
    assert opened(township.package(RECORDS, county, kind="quiz"))[0].kind == "quiz"
    header = msgspec.json.decode(write_header(township.header()))
    data = msgspec.json.encode({**header, "later": {"b": 1, "ä": [1.5]}}, order="sorted")
    front = b"GCPKG1\n" + len(data).to_bytes(4, "big") + data
    path.write_bytes(front + township.keys.sign(front))
    assert read_header(path, county.trusts(township)).kind == "delta"


def test_a_package_of_a_later_program_is_held(opened, path, township, county):
    with pytest.raises(NotAllowed, match="升级"):
        opened(township.package(RECORDS, county, reader=99))
    assert check_package(path, county.trusts(township)).reader == 99


# ---- what is changed is refused


@contextmanager
def refused(words="数据包"):
    with pytest.raises((Damaged, NotAllowed), match=words):
        yield


def test_every_byte_counts(opened, raw):
    for at in range(len(raw)):
        changed = bytearray(raw)
        changed[at] ^= 1
        with refused():
            opened(bytes(changed))


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_any_other_byte_is_refused(tmp_path_factory, raw, township, county, data):
    path = tmp_path_factory.mktemp("flip") / "a.gcpkg"
    changed = bytearray(raw)
    changed[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(changed)
    with refused():
        check_package(path, county.trusts(township))


def test_truncated_anywhere_is_refused(opened, raw):
    for length in range(len(raw)):
        with refused():
            opened(raw[:length])


@pytest.mark.parametrize("added", [b"\0", b"\n", b"x" * 1000])
def test_added_bytes_are_refused(opened, raw, added):
    with refused("长度不对"):
        opened(raw + added)
    with refused():
        opened(added + raw)


def test_unknown_sender_is_refused(opened, raw, county):
    with refused("未登记"):
        opened(raw, trusted=county.trusts())


def test_a_wrong_signing_key_is_refused(opened, raw, township, county, stranger):
    with refused("签名不符"):
        opened(raw, trusted={township.card.node: stranger.card.verify_key}.get)


def test_a_stranger_cannot_sign_in_anothers_name(opened, raw, path, township, stranger):
    path.write_bytes(raw)
    header = peek_header(path)
    with refused("签名不符"):
        opened(frame(stranger, header, raw[-header.body_length :]))


@pytest.mark.parametrize("change", ["node", "package", "to_seq", "epoch", "recipients"])
def test_a_body_cannot_be_sent_under_another_cover(opened, raw, path, county, stranger, change):
    path.write_bytes(raw)
    header = peek_header(path)
    both = (county.keys.recipient, stranger.keys.recipient)
    other = {
        "node": stranger.card.node, "package": bytes(16), "to_seq": 9, "epoch": 2, "recipients": both,
    }  # fmt: skip
    fields = {change: other[change]}
    cover = msgspec.structs.replace(header, **fields)
    node = stranger.card.node if change == "node" else header.node
    with refused("封面"):
        opened(
            frame(stranger, cover, raw[-header.body_length :]),
            trusted={node: stranger.card.verify_key}.get,
        )


def test_a_header_that_is_not_canonical_is_refused(opened, township, county):
    tidy = write_header(township.header())
    for data in (
        tidy + b" ",
        tidy.replace(b'":', b'": ', 1),
        b'{"kind":"x",' + tidy[1:],
        json.dumps(json.loads(tidy)).encode(),
        tidy.replace("网".encode(), b"\\u7f51", 1),
    ):
        front = b"GCPKG1\n" + len(data).to_bytes(4, "big") + data
        with refused("说明部分"):
            opened(front + township.keys.sign(front))


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[" * 900_000, b"\xff", b"null", b'{"format":"GCPKG1"}', b"1e999"]
)
def test_a_header_that_is_none_is_refused(opened, data):
    with refused("说明部分"):
        opened(b"GCPKG1\n" + len(data).to_bytes(4, "big") + data + bytes(64))


def test_impossible_headers_are_refused(opened, township):
    tidy = msgspec.json.decode(write_header(township.header()))
    for change in (
        {"node": "AAAA"}, {"from_seq": 9}, {"from_seq": 0}, {"epoch": -1}, {"counts": {"a": -1}},
        {"body_sha256": "AAAA"}, {"format": "GCPKG9"}, {"body_length": "x"}, {"to_seq": 1.5},
    ):  # fmt: skip
        data = msgspec.json.encode({**tidy, **change}, order="sorted")
        with refused("说明部分"):
            opened(b"GCPKG1\n" + len(data).to_bytes(4, "big") + data + bytes(64))


def test_a_header_too_long_is_not_even_read(opened):
    with refused("过长"):
        opened(b"GCPKG1\n" + b"\xff\xff\xff\xff" + b"{}")


@pytest.mark.parametrize("junk", [b"", b"PK\x03\x04", b"GCPKG", b"GCPKG2\n" + bytes(99)])
def test_a_foreign_file_is_refused(opened, junk):
    with refused("不是本程序的数据包"):
        opened(junk)


def test_a_missing_file_is_told_in_words(tmp_path, township, county):
    with pytest.raises(StorageFailed, match="找不到"):
        read_header(tmp_path / "away.gcpkg", county.trusts(township))


# ---- what a trusted but hostile or faulty sender makes


@pytest.mark.parametrize(
    ("plain", "claimed"),
    [
        (framed(b"\x01"), 10**6),
        (framed(b"\x01"), 5),
        (framed(b"\x01")[:-1], None),
        (framed(b"\x01") + b"\xc6", None),
        (b"\xc4\x01\x01", None),
        (b"\xc6" + (MAX_RECORD + 1).to_bytes(4, "big") + bytes(MAX_RECORD + 1), None),
        (b"\xc6\xff\xff\xff\xff" + bytes(100), None),
    ],
)
def test_records_that_do_not_add_up_are_refused(opened, township, county, plain, claimed):
    with refused("记录不完整"):
        opened(hostile(township, county, [plain], claimed))


def test_bodies_that_cannot_be_opened_are_refused(opened, township, county, stranger):
    header = township.header(recipients=(county.keys.recipient,))
    mark = framed(msgspec.msgpack.encode(Mark.of(header)))
    header = msgspec.structs.replace(header, plain_length=len(mark))
    packed = zstandard.ZstdCompressor().compress(mark)
    assert opened(frame(township, header, encrypted(packed, county)))[1] == []
    wide = zstandard.ZstdCompressionParameters.from_level(3, window_log=27)
    packer = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    greedy = packer.compress(mark) + packer.flush()
    for body in (
        b"",
        b"junk" * 1000,
        encrypted(packed, stranger),
        encrypted(packed, county)[:-1],
        encrypted(packed, county) + b"x",
        encrypted(b"not zstd", county),
        encrypted(packed + b"garbage behind the frame", county),
        encrypted(packed[:-1], county),
        encrypted(greedy, county),
    ):
        with refused("解不开|封面|不完整"):
            opened(frame(township, header, body))


def test_a_body_without_its_mark_is_refused(opened, township, county):
    header = township.header(recipients=(county.keys.recipient,))
    for plain in (b"", framed(b""), framed(b"\x90"), framed(b"\x91" * 5000), framed(b"\x01") * 2):
        body = encrypted(zstandard.ZstdCompressor().compress(plain), county)
        with refused("封面"):
            opened(frame(township, msgspec.structs.replace(header, plain_length=len(plain)), body))


def test_claims_beyond_the_limits_are_refused(opened, township, county):
    for claimed in ((1 << 30) + 1, (64 << 20) + 1, 1 << 62):
        with refused("过大"):
            opened(hostile(township, county, [framed(b"\x01")], claimed))


def test_no_more_is_given_than_was_claimed(path, township, county):
    path.write_bytes(hostile(township, county, [framed(bytes(1000))] * 9000, 10**6))
    given = 0
    with (
        refused("记录不完整"),
        read_package(path, county.keys.identity, county.trusts(township)) as (_, records),
    ):
        for record in records:
            given += len(record)
    assert given <= 10**6


def test_stopping_early_leaves_nothing_running(path, township, county):
    path.write_bytes(township.package((os.urandom(50_000) for _ in range(100)), county))
    with read_package(path, county.keys.identity, county.trusts(township)) as (_, records):
        assert len(next(records)) == 50_000
    path.unlink()


READ = """
import sys
from pathlib import Path
from gridcenter.base.errors import Damaged
from gridcenter.exchange.frame import read_package
def peak():
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0])
before = peak()
for name in sys.argv[3:]:
    try:
        with read_package(Path(name), sys.argv[1], lambda _: bytes.fromhex(sys.argv[2])) as found:
            for record in found[1]:
                pass
        print(name, "accepted")
    except Damaged:
        print(name, "refused")
print(peak() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_bombs_are_refused_in_bounded_memory(tmp_path, township, county):
    zeros = [framed(bytes(MAX_RECORD))] * 100
    header = township.header(recipients=(county.keys.recipient,), plain_length=10**6)
    bombs = {
        "claims what it is": hostile(township, county, zeros),
        "claims little": hostile(township, county, zeros, 10**6),
        "one record": hostile(township, county, [b"\xc6\x06\x00\x00\x00", bytes(100 << 20)], 10**6),
        "age header": frame(
            township, header, b"age-encryption.org/v1\n-> x " + b"a" * (100 << 20)
        ),
    }  # fmt: skip
    paths = []
    for name, data in bombs.items():
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data)
    arguments = [county.keys.identity, township.card.verify_key.hex(), *map(str, paths)]
    said = subprocess.run(
        [sys.executable, "-c", READ, *arguments], capture_output=True, check=True, text=True
    ).stdout.splitlines()
    assert [line.rpartition(" ")[2] for line in said[:-1]] == ["refused"] * len(bombs)
    assert int(said[-1]) < 48 << 10, said


# ---- what cannot be written is said so


@pytest.mark.parametrize("recipients", [[], ["age1foo"]])
def test_recipients_are_needed(township, recipients):
    with pytest.raises(RuleBroken) as found:
        write_package(io.BytesIO(), township.header(), [], township.keys, recipients)
    assert found.value.field == "recipients"


@pytest.mark.parametrize(
    ("records", "words"),
    [
        ([bytes(MAX_RECORD + 1)], "超过 1 MB"),
        ((bytes(MAX_RECORD) for _ in range(70)), "重复过多"),
    ],
)
def test_what_the_reader_would_refuse_is_not_written(township, county, records, words):
    target = io.BytesIO()
    with pytest.raises(RuleBroken, match=words):
        write_package(target, township.header(), records, township.keys, [county.keys.recipient])
    assert target.getvalue() == b""


def test_blank_scans_of_one_volume_can_be_sent(path, township, county):
    path.write_bytes(township.package((bytes(MAX_RECORD) for _ in range(63)), county, kind="media"))
    with read_package(path, county.keys.identity, county.trusts(township)) as (_, records):
        assert sum(map(len, records)) == 63 * MAX_RECORD


def test_errors_of_the_records_come_through(township, county):
    def failing():
        yield {"a": 1}
        raise GridCenterError("出错了")

    with pytest.raises(GridCenterError, match="出错了"):
        township.package(failing(), county)
