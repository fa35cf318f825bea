"""Nodes introduce themselves by a card (.gccard); people compare the fingerprint aloud.

A card is one line of canonical JSON (UTF-8, sorted keys) signed by the node's own key. It holds
public keys only; that it is genuine is known once both sides read the same fingerprint.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gridcenter.base.errors import Damaged
from gridcenter.exchange.sealing import (
    SIGNATURE_LENGTH,
    VERIFY_KEY_LENGTH,
    is_recipient,
    is_signed,
    new_identity,
    recipient_of,
)
from gridcenter.store.durable import disk_words, write_whole

CARD_SUFFIX = ".gccard"
_FORMAT = "GCCARD1"
_MAX_CARD = 1 << 16
_NAME_LENGTH = 200
_GROUPS, _DIGITS = 6, 5

NodeKind = Literal["township", "county"]


@dataclass(frozen=True, repr=False)
class NodeKeys:
    """The secrets of a node: its signing key (Ed25519) and its age identity."""

    signing: Ed25519PrivateKey
    identity: str

    @classmethod
    def make(cls) -> Self:
        """Make fresh keys."""
        return cls(Ed25519PrivateKey.generate(), new_identity())

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """Read what to_bytes wrote; raises Damaged."""
        try:
            seed, identity = msgspec.msgpack.decode(data, type=tuple[bytes, str])
            recipient_of(identity)
            return cls(Ed25519PrivateKey.from_private_bytes(seed), identity)
        except (msgspec.MsgspecError, ValueError):
            raise Damaged("本机的节点密钥已损坏，请用备份恢复") from None

    def to_bytes(self) -> bytes:
        """Return the secrets for keeping inside the encrypted database."""
        return msgspec.msgpack.encode((self.signing.private_bytes_raw(), self.identity))

    @property
    def verify_key(self) -> bytes:
        """The public side of the signing key, 32 bytes."""
        return self.signing.public_key().public_bytes_raw()

    @property
    def recipient(self) -> str:
        """The public side of the age identity, "age1…"."""
        return recipient_of(self.identity)

    def sign(self, data: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature of `data`."""
        return self.signing.sign(data)


class NodeCard(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who a node is: 16-byte id, names, division code, public keys.

    `recovery` is the age recipient of the township's printed recovery key, or "".
    """

    format: str = _FORMAT
    node: bytes
    kind: NodeKind
    division: str
    name: str
    pc: str
    verify_key: bytes
    recipient: str
    recovery: str = ""
    created: datetime

    def __post_init__(self) -> None:
        lengths = (len(self.node), len(self.verify_key)) == (16, VERIFY_KEY_LENGTH)
        names = all(len(text) <= _NAME_LENGTH for text in (self.division, self.name, self.pc))
        if not (lengths and names and self.name and self.created.tzinfo):
            raise ValueError("a card with impossible fields")

    def fingerprint(self) -> str:
        """Return six groups of five digits that stand for id and keys, to be read aloud."""
        parts = (_FORMAT, self.node, self.verify_key, self.recipient, self.recovery)
        digest = hashlib.sha256(msgspec.msgpack.encode(parts)).digest()
        digits = f"{int.from_bytes(digest, 'big') % 10 ** (_GROUPS * _DIGITS):030d}"
        return " ".join(digits[at : at + _DIGITS] for at in range(0, len(digits), _DIGITS))


def seal_card(card: NodeCard, keys: NodeKeys) -> bytes:
    """Return the card as it lies in a file, signed."""
    signature = keys.sign(_canonical(card))
    return _canonical({**_fields(card), "signature": signature}) + b"\n"


def open_card(data: bytes, name: str = "节点名片") -> NodeCard:
    """Read and check what seal_card wrote; raises Damaged with `name` in the sentence."""
    try:
        fields = msgspec.json.decode(data[:_MAX_CARD], type=dict[str, Any])
        signature = msgspec.convert(fields.pop("signature", None), bytes)
        card = msgspec.convert(fields, NodeCard)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Damaged(f"{name} 不是节点名片，或已损坏。请让对方重新导出名片") from None
    if not _genuine(card, signature, data):
        raise Damaged(f"{name} 被改动过或已损坏，签名不符。请让对方重新导出名片")
    return card


def write_card(path: Path, card: NodeCard, keys: NodeKeys) -> None:
    """Write a card file whole; raises StorageFailed."""
    with disk_words(path):
        write_whole(path, seal_card(card, keys))


def read_card(path: Path) -> NodeCard:
    """Read and check a card file; raises Damaged, StorageFailed."""
    with disk_words(path), path.open("rb") as source:
        data = source.read(_MAX_CARD + 1)
    return open_card(data, path.name)


def _genuine(card: NodeCard, signature: bytes, data: bytes) -> bool:
    return (
        card.format == _FORMAT
        and len(signature) == SIGNATURE_LENGTH
        and is_recipient(card.recipient)
        and (not card.recovery or is_recipient(card.recovery))
        and is_signed(_canonical(card), signature, card.verify_key)
        and data == _canonical({**_fields(card), "signature": signature}) + b"\n"
    )


def _fields(card: NodeCard) -> dict[str, Any]:
    return msgspec.structs.asdict(card)


def _canonical(value: object) -> bytes:
    return msgspec.json.encode(value, order="sorted")
