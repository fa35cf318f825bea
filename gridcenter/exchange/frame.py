"""The package file (.gcpkg), sync.md §2.

    "GCPKG1\\n" | u32 header length, big-endian | header | 64-byte Ed25519 signature | body

The header is canonical JSON (UTF-8, sorted keys, no spaces; bytes in base64) and holds length
and SHA-256 of the body; the signature covers all before it. The body is records → zstd → age. A
record is MessagePack inside a MessagePack bin 32 (0xC6, u32 length), so it can be passed on
unread. The first record repeats what the header says of origin, range and recipients.
"""

import hashlib
import io
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO

import msgspec

from gridcenter.base.errors import Damaged, NotAllowed, RuleBroken
from gridcenter.exchange.cards import NodeKeys
from gridcenter.exchange.header import (
    MAX_HEADER,
    MAX_RECIPIENTS,
    READER,
    Header,
    Mark,
    parse_header,
    write_header,
)
from gridcenter.exchange.sealing import (
    SIGNATURE_LENGTH,
    is_recipient,
    is_signed,
    recipient_of,
    seal,
    unseal,
)
from gridcenter.store.durable import disk_words

PACKAGE_SUFFIX = ".gcpkg"
MAX_RECORD = 1 << 20
MAX_PLAIN = 1 << 30
MAX_RATIO = 200
FREE_PLAIN = 64 << 20
"""Plain bytes to which the ratio does not apply: one media volume of blank scans."""

_MAGIC = b"GCPKG1\n"
_BIN32 = 0xC6
_RECORD_HEAD = 5
_PIECE = 1 << 18
_SPOOL = 32 << 20
_ENCODE = msgspec.msgpack.Encoder(order="deterministic").encode

Trusted = Callable[[bytes], bytes | None]
"""Takes a node id, gives its 32-byte verify key, or None for a stranger."""


@dataclass(frozen=True)
class Sealed:
    """A finished package: its header, the SHA-256 and size in bytes of the whole file."""

    header: Header
    sha256: bytes
    size: int


def write_package(
    target: BinaryIO,
    header: Header,
    records: Iterable[object],
    signer: NodeKeys,
    recipients: Sequence[str],
) -> Sealed:
    """Write a package; bytes among the records are taken as ready MessagePack.

    Fills in the header's recipients, lengths and hash. Raises RuleBroken when a limit is broken,
    and the errors of `records` and `target` unchanged. Until done, the body lies encrypted in
    memory or, beyond 32 MiB, in a temporary file.
    """
    named = msgspec.structs.replace(header, recipients=_recipients(recipients))
    with SpooledTemporaryFile(max_size=_SPOOL) as spool:
        body = _Hashing(spool)
        plain = _Plain(Mark.of(named), records)
        seal(plain, body, named.recipients)
        _check_ratio(plain.length, body.length)
        whole = msgspec.structs.replace(
            named,
            plain_length=plain.length,
            body_length=body.length,
            body_sha256=body.digest(),
        )
        spool.seek(0)
        return _assemble(target, whole, signer, spool)


def peek_header(path: Path) -> Header:
    """Return what a package claims to be, unproven: for messages, never for decisions.

    Raises Damaged, StorageFailed.
    """
    with disk_words(path), path.open("rb") as source:
        return _parse(source, path.name).header


def read_header(path: Path, trusted: Trusted) -> Header:
    """Return the header after checking signature and length, not the body's bytes.

    Raises Damaged, NotAllowed for a stranger's package, StorageFailed.
    """
    with disk_words(path), path.open("rb") as source:
        return _signed(_parse(source, path.name), trusted, path.name)


def check_package(path: Path, trusted: Trusted) -> Header:
    """Return the header after checking every byte; needs no key, so a carrier can do it.

    Raises Damaged, NotAllowed for a stranger's package, StorageFailed.
    """
    with disk_words(path), path.open("rb") as source:
        return _checked(source, trusted, path.name)


@contextmanager
def read_package(
    path: Path, identity: str, trusted: Trusted
) -> Iterator[tuple[Header, Iterator[bytes]]]:
    """Check a package whole, then give its header and its records, each as MessagePack.

    The records come as a stream and must be read to their end inside the block: only then is the
    length proven too. Raises Damaged, StorageFailed; NotAllowed for a stranger's package, one
    not meant for `identity`, or one made for a later program.
    """
    with disk_words(path):
        source = path.open("rb")
    with source:
        with disk_words(path):
            header = _checked(source, trusted, path.name)
            source.seek(-header.body_length, os.SEEK_END)
        _check_readable(header, identity, path.name)
        with unseal(source, identity) as plain:
            records = _records(plain, header, path)
            _check_mark(next(records, b""), header, path.name)
            yield header, records


@dataclass(frozen=True)
class _Frame:
    """The parsed front of a file; `source` stands at the body."""

    header: Header
    front: bytes
    signature: bytes


def _parse(source: io.BufferedReader, name: str) -> _Frame:
    front = source.read(len(_MAGIC) + 4)
    length = int.from_bytes(front[len(_MAGIC) :], "big")
    if not front.startswith(_MAGIC) or len(front) != len(_MAGIC) + 4:
        raise Damaged(f"{name} 不是本程序的数据包，或已损坏")
    if length > MAX_HEADER:
        raise Damaged(f"数据包 {name} 的说明部分过长：文件已损坏")
    data = source.read(length)
    signature = source.read(SIGNATURE_LENGTH)
    header = parse_header(data, name)
    size = len(front) + length + SIGNATURE_LENGTH + header.body_length
    if os.fstat(source.fileno()).st_size != size:
        raise Damaged(f"数据包 {name} 的长度不对，应为 {size} 字节：没有拷贝完整或被改动过")
    return _Frame(header, front + data, signature)


def _signed(frame: _Frame, trusted: Trusted, name: str) -> Header:
    header = frame.header
    key = trusted(header.node)
    if key is None:
        node = header.node.hex()[-8:]
        raise NotAllowed(f"数据包 {name} 的发送单位（编号尾号 {node}）未登记，请先导入它的节点名片")
    if not is_signed(frame.front, frame.signature, key):
        raise Damaged(f"数据包 {name} 的签名不符：文件被改动过，或是别人冒名制作的")
    _check_limits(header, name)
    return header


def _checked(source: io.BufferedReader, trusted: Trusted, name: str) -> Header:
    header = _signed(_parse(source, name), trusted, name)
    if hashlib.file_digest(source, "sha256").digest() != header.body_sha256:
        raise Damaged(f"数据包 {name} 的内容被改动过或已损坏。请重新拷贝，或让对方重新导出")
    return header


def _check_limits(header: Header, name: str) -> None:
    if header.plain_length > MAX_PLAIN or _too_thin(header.plain_length, header.body_length):
        raise Damaged(f"数据包 {name} 解开后会过大，不能接收。请与发送单位核实")


def _too_thin(plain: int, body: int) -> bool:
    return plain > max(FREE_PLAIN, MAX_RATIO * body)


def _check_readable(header: Header, identity: str, name: str) -> None:
    if header.reader > READER:
        raise NotAllowed(f"数据包 {name} 由更新的程序制作，请先升级本程序再接收")
    if recipient_of(identity) not in header.recipients:
        raise NotAllowed(f"数据包 {name} 不是发给本机的，无法打开；可以原样转交收件单位")


def _check_mark(record: bytes, header: Header, name: str) -> None:
    try:
        mark = msgspec.msgpack.decode(record, type=Mark)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        mark = None
    if mark != Mark.of(header):
        raise Damaged(f"数据包 {name} 的内容与封面不符：像是把别的数据包换了封面。请勿接收")


def _records(plain: io.BufferedReader, header: Header, path: Path) -> Iterator[bytes]:
    damaged = Damaged(f"数据包 {path.name} 的记录不完整或格式不对。请让对方重新导出")
    total, rest = 0, b""
    while piece := _piece(plain, path):
        total += len(piece)
        if total > header.plain_length:
            raise damaged
        data, start = rest + piece, 0
        while (end := _record_end(data, start, damaged)) <= len(data):
            yield data[start + _RECORD_HEAD : end]
            start = end
        rest = data[start:]
    if rest or total != header.plain_length:
        raise damaged


def _piece(plain: io.BufferedReader, path: Path) -> bytes:
    with disk_words(path):
        return plain.read(_PIECE)


def _record_end(data: bytes, start: int, damaged: Damaged) -> int:
    """Return where the record at `start` ends, which may be beyond the data at hand."""
    body = start + _RECORD_HEAD
    if body > len(data):
        return body
    length = int.from_bytes(data[start + 1 : body], "big")
    if data[start] != _BIN32 or length > MAX_RECORD:
        raise damaged
    return body + length


def _recipients(recipients: Sequence[str]) -> tuple[str, ...]:
    named = tuple(sorted(set(recipients)))
    if not 0 < len(named) <= MAX_RECIPIENTS:
        raise RuleBroken("recipients", f"请选择收件单位，至少 1 个，至多 {MAX_RECIPIENTS} 个")
    if not all(map(is_recipient, named)):
        raise RuleBroken("recipients", "收件单位的公钥不对，请重新导入它的节点名片")
    return named


def _check_ratio(plain: int, body: int) -> None:
    if _too_thin(plain, body):
        raise RuleBroken("records", "内容重复过多，收件方会拒收。请缩小范围分几次导出")


class _Plain:
    """The plain body as a stream: marked, framed, counted."""

    def __init__(self, mark: Mark, records: Iterable[object]) -> None:
        self.length = 0
        self._pieces = self._framed(mark, records)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """Return about `size` bytes, none at the end."""
        if not self._rest:
            self._rest = self._gather()
        piece = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(piece) :]
        return piece

    def _gather(self) -> bytes:
        gathered = bytearray()
        for piece in self._pieces:
            gathered += piece
            if len(gathered) >= _PIECE:
                break
        return bytes(gathered)

    def _framed(self, mark: Mark, records: Iterable[object]) -> Iterator[bytes]:
        yield self._frame(_ENCODE(mark))
        for record in records:
            yield self._frame(record if isinstance(record, bytes) else _ENCODE(record))

    def _frame(self, record: bytes) -> bytes:
        if len(record) > MAX_RECORD:
            raise RuleBroken("records", "有一条记录超过 1 MB，不能导出。请检查它的文字和附件")
        self.length += _RECORD_HEAD + len(record)
        if self.length > MAX_PLAIN:
            raise RuleBroken("records", "内容超过 1 GB，请缩小范围分几次导出")
        return bytes((_BIN32,)) + len(record).to_bytes(4, "big") + record


class _Hashing:
    """A sink that counts and hashes what passes into another."""

    def __init__(self, target: BinaryIO | SpooledTemporaryFile[bytes]) -> None:
        self._target = target
        self._hash = hashlib.sha256()
        self.length = 0

    def write(self, data: bytes) -> int:
        """Pass all the bytes on."""
        self._target.write(data)
        self._hash.update(data)
        self.length += len(data)
        return len(data)

    def digest(self) -> bytes:
        """Return the SHA-256 so far."""
        return self._hash.digest()


def _assemble(
    target: BinaryIO, header: Header, signer: NodeKeys, body: SpooledTemporaryFile[bytes]
) -> Sealed:
    data = write_header(header)
    if len(data) > MAX_HEADER:
        raise RuleBroken("header", "数据包的说明部分超过 1 MB，请缩短用途和法律依据的文字")
    front = _MAGIC + len(data).to_bytes(4, "big") + data
    whole = _Hashing(target)
    whole.write(front)
    whole.write(signer.sign(front))
    while piece := body.read(_PIECE):
        whole.write(piece)
    return Sealed(header, whole.digest(), whole.length)
