"""The data key, wrapped once per account password and once for a printed recovery code.

`keyslots.json` lies beside the database. A slot is AES-256-GCM of the key under scrypt of the
secret; the slot's own header is the associated data, so slots cannot be renamed or mixed.
"""

import hashlib
import hmac
import os
import unicodedata
from pathlib import Path
from typing import Literal, Self

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from gridcenter.base.errors import Damaged, NotAllowed, NotFound, RuleBroken
from gridcenter.store.durable import disk_words, write_whole
from gridcenter.store.recovery import read_recovery_code

KEY_LENGTH = 32
_FORMAT = "gridcenter-keyslots-1"
_MAX_FILE = 1 << 20
_MAX_MEMORY = 1 << 28
_MAX_LANES = 16

Kind = Literal["password", "recovery"]


class Cost(msgspec.Struct, frozen=True):
    """What one guess costs: scrypt's n, r, p (memory is 128·n·r bytes)."""

    n: int = 1 << 15
    r: int = 8
    p: int = 1

    def sane(self) -> bool:
        """Tell whether scrypt accepts the numbers and needs at most 256 MiB."""
        power_of_two = self.n > 1 and self.n & (self.n - 1) == 0
        lanes = self.r >= 1 and 1 <= self.p <= _MAX_LANES
        return power_of_two and lanes and 128 * self.n * self.r <= _MAX_MEMORY


class _Slot(msgspec.Struct, frozen=True):
    kind: Kind
    login: str
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes


class _Content(msgspec.Struct, frozen=True):
    format: str
    check: bytes
    slots: tuple[_Slot, ...]


class KeySlots:
    """The slots of one data folder; every change is on the disk before it counts."""

    def __init__(self, path: Path, content: _Content, cost: Cost) -> None:
        self._path = path
        self._content = content
        self._cost = cost

    @classmethod
    def create(cls, path: Path, data_key: bytes, cost: Cost | None = None) -> Self:
        """Begin a file without slots; NotAllowed when there is one already, StorageFailed."""
        if path.exists() or _backup(path).exists():
            raise NotAllowed(f"{path} 已经存在，不能覆盖：里面是打开现有数据的钥匙")
        made = cls(path, _Content(_FORMAT, _check(data_key), ()), cost or Cost())
        made._keep(())
        return made

    @classmethod
    def load(cls, path: Path, cost: Cost | None = None) -> Self:
        """Read the file, or its previous version when it is damaged.

        Raises NotFound when neither is there, Damaged when neither can be read, StorageFailed.
        `cost` is for slots made from now on; each slot remembers its own.
        """
        if not path.exists() and not _backup(path).exists():
            raise NotFound(f"找不到钥匙文件 {path}。它应与数据文件在同一文件夹，请从备份里恢复")
        content = _read(path) or _read(_backup(path))
        if content is None:
            raise Damaged(f"钥匙文件 {path} 已损坏，或不是本程序的文件。请从备份里恢复它")
        return cls(path, content, cost or Cost())

    def logins(self) -> tuple[str, ...]:
        """Return the login names that have a password."""
        return tuple(slot.login for slot in self._content.slots if slot.kind == "password")

    def add_password(self, login: str, password: str, data_key: bytes) -> None:
        """Give an account its slot; RuleBroken when the name is empty or taken."""
        name = _login(login)
        if not name.strip():
            raise RuleBroken("login", "请填写用户名")
        if name in self.logins():
            raise RuleBroken("login", f"用户名“{name}”已有口令，请换一个名字，或重设它的口令")
        self._put("password", name, _password(password), data_key)

    def reset_password(self, login: str, password: str, data_key: bytes) -> None:
        """Replace an account's password by whoever has the data open; NotFound."""
        self._require(login)
        self._put("password", _login(login), _password(password), data_key)

    def change_password(self, login: str, old: str, new: str) -> None:
        """Replace a password by its owner; NotAllowed when the old one is wrong."""
        data_key = self.open_with_password(login, old)
        self._put("password", _login(login), _password(new), data_key)

    def set_recovery(self, code: str, data_key: bytes) -> None:
        """Let a code of new_recovery_code() open the data, in place of any earlier code."""
        self._put("recovery", "", read_recovery_code(code), data_key)

    def remove(self, login: str) -> None:
        """Take an account's slot away; NotFound, or NotAllowed for the last one."""
        self._require(login)
        if len(self.logins()) == 1:
            raise NotAllowed(f"“{_login(login)}”是最后一个能打开数据的账号，不能移除")
        self._keep(self._without("password", _login(login)))

    def open_with_password(self, login: str, password: str) -> bytes:
        """Return the data key; NotAllowed does not tell whether name or password is wrong."""
        slot = self._find("password", _login(login)) or self._decoy()
        data_key = self._unwrap(slot, _password(password))
        if data_key is None:
            raise NotAllowed("用户名或口令不对")
        return data_key

    def open_with_recovery(self, code: str) -> bytes:
        """Return the data key; RuleBroken for a typing error, NotAllowed for a foreign code."""
        secret = read_recovery_code(code)
        slot = self._find("recovery", "")
        if slot is None:
            raise NotAllowed("这份数据没有设置恢复码，请用账号口令打开")
        data_key = self._unwrap(slot, secret)
        if data_key is None:
            raise NotAllowed("恢复码与这份数据不符：可能是另一台电脑的，或之后换过新码")
        return data_key

    def _find(self, kind: Kind, login: str) -> _Slot | None:
        found = (s for s in self._content.slots if (s.kind, s.login) == (kind, login))
        return next(found, None)

    def _decoy(self) -> _Slot:
        """Return a slot nothing opens, so that an unknown name costs the same time."""
        return _Slot("password", "", self._cost, bytes(16), bytes(12), bytes(KEY_LENGTH + 16))

    def _require(self, login: str) -> None:
        if self._find("password", _login(login)) is None:
            raise NotFound(f"没有名为“{_login(login)}”的账号口令")

    def _without(self, kind: Kind, login: str) -> tuple[_Slot, ...]:
        return tuple(s for s in self._content.slots if (s.kind, s.login) != (kind, login))

    def _unwrap(self, slot: _Slot, secret: bytes) -> bytes | None:
        box = _box(secret, slot)
        try:
            data_key = box.decrypt(slot.nonce, slot.wrapped, _header(slot, self._content.check))
        except InvalidTag:
            return None
        return data_key if hmac.compare_digest(_check(data_key), self._content.check) else None

    def _put(self, kind: Kind, login: str, secret: bytes, data_key: bytes) -> None:
        if not hmac.compare_digest(_check(data_key), self._content.check):
            raise NotAllowed("给出的数据钥匙不属于这个数据文件夹")
        bare = _Slot(kind, login, self._cost, os.urandom(16), os.urandom(12), b"")
        sealed = _box(secret, bare).encrypt(
            bare.nonce, data_key, _header(bare, self._content.check)
        )
        slot = msgspec.structs.replace(bare, wrapped=sealed)
        self._keep((*self._without(kind, login), slot))

    def _keep(self, slots: tuple[_Slot, ...]) -> None:
        content = msgspec.structs.replace(self._content, slots=slots)
        with disk_words(self._path):
            _replace(self._path, content)
        self._content = content


def new_data_key() -> bytes:
    """Return 32 random bytes."""
    return os.urandom(KEY_LENGTH)


def _check(data_key: bytes) -> bytes:
    """Return what tells one random key from another without giving it away."""
    return hmac.digest(data_key, _FORMAT.encode(), hashlib.sha256)


def _login(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _password(text: str) -> bytes:
    """Return the bytes of a password; full-width letters of an input method count as plain."""
    return unicodedata.normalize("NFKC", text).encode()


def _box(secret: bytes, slot: _Slot) -> AESGCM:
    cost = slot.cost
    stretch = Scrypt(salt=slot.salt, length=KEY_LENGTH, n=cost.n, r=cost.r, p=cost.p)
    return AESGCM(stretch.derive(secret))


def _header(slot: _Slot, check: bytes) -> bytes:
    fields = (_FORMAT, check, slot.kind, slot.login, slot.cost, slot.salt)
    return msgspec.json.encode(fields, order="sorted")


def _backup(path: Path) -> Path:
    return path.with_name(path.name + ".bak")


def _replace(path: Path, content: _Content) -> None:
    """Write the new version; the old one lies beside it until the new one was read back."""
    data = msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"
    if path.exists() and _read(path) is not None:
        write_whole(_backup(path), path.read_bytes())
    write_whole(path, data)
    if path.read_bytes() != data:
        raise OSError(f"not what was written: {path}")
    _backup(path).unlink(missing_ok=True)


def _read(path: Path) -> _Content | None:
    """Return what a file holds, or None when it is missing, foreign or damaged."""
    if not path.is_file():
        return None
    with disk_words(path), path.open("rb") as source:
        data = source.read(_MAX_FILE + 1)
    try:
        content = msgspec.json.decode(data, type=_Content)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return content if _whole(data, content) else None


def _whole(data: bytes, content: _Content) -> bool:
    names = [(slot.kind, slot.login) for slot in content.slots]
    return (
        len(data) <= _MAX_FILE
        and content.format == _FORMAT
        and len(content.check) == hashlib.sha256().digest_size
        and len(set(names)) == len(names)
        and all(slot.cost.sane() and _lengths(slot) for slot in content.slots)
    )


def _lengths(slot: _Slot) -> bool:
    lengths = (len(slot.salt), len(slot.nonce), len(slot.wrapped))
    return lengths == (16, 12, KEY_LENGTH + 16)
