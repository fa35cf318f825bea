"""What a package says of itself in clear, under its sender's signature (sync.md §2)."""

from typing import Any

import msgspec

from gridcenter.base.errors import Damaged

READER = 1
"""The newest package generation this program reads."""

MAX_HEADER = 1 << 20
MAX_RECIPIENTS = 64
_FORMAT = "GCPKG1"


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """Kind, origin, range, purpose and size of a package.

    `kind` is delta, bundle, snapshot, media, receipt, directive, or a later program's. Ids and
    stamps are 16 bytes, hashes 32; `township` is a division code. A package without ops has
    from_seq = 1 and to_seq = 0. `recipients` (age1…, sorted) and the lengths (bytes) are filled
    in by write_package; `reader` is the least generation of program that can read the body.
    """

    format: str = _FORMAT
    kind: str
    package: bytes
    township: str
    node: bytes
    epoch: int
    from_seq: int = 1
    to_seq: int = 0
    head_before: bytes = bytes(32)
    head_after: bytes = bytes(32)
    schema: int
    reader: int = READER
    rules: str
    purpose: str
    legal_basis: str
    recipients: tuple[str, ...] = ()
    counts: dict[str, int]
    stamp: bytes
    plain_length: int = 0
    body_length: int = 0
    body_sha256: bytes = bytes(32)

    def __post_init__(self) -> None:
        ids = {len(value) for value in (self.package, self.node, self.stamp)}
        hashes = {len(value) for value in (self.head_before, self.head_after, self.body_sha256)}
        sizes = (self.schema, self.plain_length, self.body_length)
        numbers = (self.epoch, *sizes, *self.counts.values())
        ordered = 1 <= self.from_seq <= self.to_seq + 1
        if ids != {16} or hashes != {32} or min(numbers) < 0 or not ordered:
            raise ValueError("a header with impossible fields")


class Mark(msgspec.Struct, frozen=True, array_like=True):
    """The first record of a body: ties it to its header, so that no stranger can re-sign it."""

    format: str
    package: bytes
    node: bytes
    epoch: int
    from_seq: int
    to_seq: int
    recipients: tuple[str, ...]

    @classmethod
    def of(cls, header: Header) -> "Mark":
        """Return what a header's body must begin with."""
        return cls(*(getattr(header, name) for name in cls.__struct_fields__))


def write_header(header: Header) -> bytes:
    """Return the canonical JSON."""
    return msgspec.json.encode(header, order="sorted")


def parse_header(data: bytes, name: str) -> Header:
    """Read canonical JSON; Damaged, naming the file `name`, when it is anything else.

    Fields of later programs are allowed.
    """
    try:
        plain: Any = msgspec.json.decode(data)
        header = msgspec.convert(plain, Header, builtin_types=())
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Damaged(f"数据包 {name} 的说明部分读不懂：文件已损坏") from None
    if msgspec.json.encode(plain, order="sorted") != data or header.format != _FORMAT:
        raise Damaged(f"数据包 {name} 的说明部分不合规范：文件已损坏或被改动过")
    return header
