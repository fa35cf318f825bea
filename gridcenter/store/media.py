"""The contents of attachments: one encrypted file each, in the folder `media` beside the database.

A content is known everywhere by its SHA-256 (in the record, which is encrypted, and in media packages);
its file is named by an HMAC of that digest under a key of this data folder. The plain digest as a name
would let whoever finds the disk ask "is this very photo in here?"; the HMAC tells nothing without the key.
Both keys come from the data key by HKDF, so a changed password rewrites no file. Each file is AES-256-GCM
with the digest as associated data: a file put in the place of another is refused like a damaged one.
"""

import hashlib
import hmac
import os
import re
import time
from collections.abc import Collection, Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gridcenter.base.errors import Damaged, NotFound
from gridcenter.store.durable import PART, disk_words, sync_folder, write_whole

FOLDER = "media"
_MARK = b"GCMED1\n"
_HEAD, _NONCE = len(_MARK), 12
_DAMAGED = "这个附件的文件已损坏，打不开。请从备份里恢复"
_OURS = re.compile(r"[0-9a-f]{64}")
_YOUNG = 24 * 3600
"""Seconds a file without a record is left alone: its record may be on the way."""


class Media:
    """The media folder of one data folder."""

    def __init__(self, folder: Path, data_key: bytes) -> None:
        self.folder = folder
        self._box = AESGCM(_derive(data_key, b"gridcenter media content"))
        self._naming = _derive(data_key, b"gridcenter media name")

    def put(self, data: bytes) -> str:
        """Keep a content durably, before anything names it; returns its digest. StorageFailed."""
        digest = hashlib.sha256(data).digest()
        path = self.path(digest.hex())
        with disk_words(path):
            if not path.parent.exists():
                path.parent.mkdir(parents=True)
                sync_folder(self.folder.parent)
                sync_folder(self.folder)
            if not self.sound(digest.hex()):
                nonce = os.urandom(_NONCE)
                write_whole(path, _MARK + nonce + self._box.encrypt(nonce, data, digest))
        return digest.hex()

    def get(self, digest: str) -> bytes:
        """Return a content; raises NotFound when it is not here, Damaged, StorageFailed."""
        path = self.path(digest)
        if not path.is_file():
            raise NotFound("这个附件的文件不在这台电脑上")
        with disk_words(path):
            sealed = path.read_bytes()
        mark, nonce, sealed = (
            sealed[:_HEAD],
            sealed[_HEAD : _HEAD + _NONCE],
            sealed[_HEAD + _NONCE :],
        )
        if mark != _MARK or len(nonce) != _NONCE:
            raise Damaged(_DAMAGED)
        try:
            return self._box.decrypt(nonce, sealed, bytes.fromhex(digest))
        except InvalidTag as error:
            raise Damaged(_DAMAGED) from error

    def has(self, digest: str) -> bool:
        """Tell whether a content is here."""
        return self.path(digest).is_file()

    def sound(self, digest: str) -> bool:
        """Tell whether a content is here and whole."""
        try:
            self.get(digest)
        except (NotFound, Damaged):
            return False
        return True

    def path(self, digest: str) -> Path:
        """Return where a content lies."""
        name = hmac.digest(self._naming, bytes.fromhex(digest), hashlib.sha256).hex()
        return self.folder / name[:2] / name

    def files(self) -> Iterator[Path]:
        """Yield the files of all contents, in the order of their names."""
        found = self.folder.glob("??/*")
        yield from sorted(path for path in found if _OURS.fullmatch(path.name))

    def sweep(self, digests: Collection[str]) -> int:
        """Remove files that belong to none of the digests, a day after a crash left them."""
        known, old = {self.path(digest) for digest in digests}, time.time() - _YOUNG
        swept = 0
        with disk_words(self.folder):
            for path in sorted(self.folder.glob("??/*")):
                ours = _OURS.fullmatch(path.name.removesuffix(PART)) and path not in known
                if ours and path.stat().st_mtime < old:
                    path.unlink()
                    swept += 1
        return swept


def _derive(data_key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose).derive(data_key)
