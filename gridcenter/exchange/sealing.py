"""The cryptography of exchange: signatures, and bodies that are zstd inside age, as streams.

Bodies pass through in pieces, so a package of any lawful size needs a few megabytes of memory.
"""

import io
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread
from typing import Any, BinaryIO, Protocol, cast

import pyrage
import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from gridcenter.base.errors import Damaged

SIGNATURE_LENGTH = 64
VERIFY_KEY_LENGTH = 32
UNREADABLE = "数据包的内容解不开：文件已损坏，或不是按本程序的格式制作的。请让对方重新导出"
_LEVEL = 6
_MAX_WINDOW = 1 << 23
_MAX_AGE_HEADER = 1 << 20


class Source(Protocol):
    """Something to read bytes from."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` bytes, none at the end."""


class Sink(Protocol):
    """Something to write bytes to."""

    def write(self, data: bytes, /) -> int:
        """Take all the bytes."""


def new_identity() -> str:
    """Return a fresh age identity (secret), "AGE-SECRET-KEY-1…"."""
    return str(pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Return the public side of an age identity, "age1…"; Damaged when it is none."""
    return str(_identity(identity).to_public())


def is_recipient(text: str) -> bool:
    """Tell whether a text is an age recipient."""
    try:
        return bool(pyrage.x25519.Recipient.from_str(text))
    except pyrage.RecipientError:
        return False


def is_signed(data: bytes, signature: bytes, verify_key: bytes) -> bool:
    """Tell whether an Ed25519 signature of `data` was made with the key's secret."""
    try:
        Ed25519PublicKey.from_public_bytes(verify_key).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def seal(plain: Source, target: Sink, recipients: Sequence[str]) -> None:
    """Compress and encrypt `plain` into `target`; errors of either come through unchanged."""
    source, sink = _Watched(plain.read), _Watched(target.write)
    packed = zstandard.ZstdCompressor(level=_LEVEL).stream_reader(cast("BinaryIO", source))
    keys = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    try:
        pyrage.encrypt_io(packed, sink, keys)
    except Exception:
        fault = source.fault or sink.fault
        if fault:
            raise fault from None
        raise


@contextmanager
def unseal(body: Source, identity: str) -> Iterator[io.BufferedReader]:
    """Give the plain bytes of a body to read.

    Reading raises Damaged when the body is not what `seal` made for this identity, and the
    errors of `body` unchanged.
    """
    key = _identity(identity)
    inlet, outlet = os.pipe()
    opening = _Opening(body, key, outlet)
    opening.start()
    try:
        with open(inlet, "rb", buffering=0) as pipe:  # noqa: PTH123  (a descriptor)
            yield io.BufferedReader(_Plain(pipe, opening), 1 << 18)
    finally:
        opening.join()


def _identity(text: str) -> Any:  # noqa: ANN401  (pyrage has no types)
    try:
        return pyrage.x25519.Identity.from_str(text)
    except pyrage.IdentityError:
        raise Damaged("本机的解密钥匙已损坏，请用备份恢复") from None


class _Watched:
    """A source or sink that keeps the error which age would swallow."""

    def __init__(self, call: Callable[[Any], Any]) -> None:
        self._call = call
        self.fault: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """Read from the source."""
        return bytes(self._run(size))

    def write(self, data: bytes) -> int:
        """Write to the sink."""
        self._run(data)
        return len(data)

    def flush(self) -> None:
        """Do nothing: whoever gave the sink flushes it."""

    def _run(self, argument: object) -> Any:  # noqa: ANN401  (bytes or count)
        try:
            return self._call(argument)
        except BaseException as error:
            self.fault = error
            raise


class _Opening(Thread):
    """Decrypts a body into a pipe: age pushes and the reader pulls, so it has its own thread."""

    def __init__(self, body: Source, identity: Any, outlet: int) -> None:  # noqa: ANN401  (untyped)
        super().__init__(name="unseal", daemon=True)
        self._body = body
        self._identity = identity
        self._outlet = outlet
        self._taken = 0
        self._given = 0
        self._fault: BaseException | None = None

    def run(self) -> None:
        """Decrypt all, or keep the reason why not."""
        source, sink = _Watched(self._take), _Watched(self._give)
        try:
            pyrage.decrypt_io(source, sink, [self._identity])
        except Exception:
            self._fault = source.fault or Damaged(UNREADABLE)
        finally:
            os.close(self._outlet)

    def check(self) -> None:
        """Raise what ended the decryption early."""
        self.join()
        if self._fault:
            raise self._fault

    def _take(self, size: int) -> bytes:
        if not self._given and self._taken > _MAX_AGE_HEADER:
            raise Damaged(UNREADABLE)
        data = self._body.read(size)
        self._taken += len(data)
        return data

    def _give(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._outlet, rest) :]
        self._given += len(data)


class _Plain(io.RawIOBase):
    """The decompressed side of the pipe."""

    def __init__(self, pipe: io.FileIO, opening: _Opening) -> None:
        unpacker = zstandard.ZstdDecompressor(max_window_size=_MAX_WINDOW)
        self._packed = unpacker.stream_reader(pipe, read_across_frames=True, closefd=False)
        self._opening = opening

    def readable(self) -> bool:
        """Say that one can read."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401  (a buffer; typed from Python 3.12)
        """Fill the buffer; at the end, raise what ended it."""
        try:
            count = self._packed.readinto(buffer)
        except zstandard.ZstdError:
            raise Damaged(UNREADABLE) from None
        if not count:
            self._opening.check()
        return count
