"""A folder of small files in Qt's resource format, made in memory.

A style sheet can take pictures from files only; this way nothing is written to the disk.
Format: version 1 of rcc (qtbase/src/tools/rcc/rcc.cpp); names are sorted by their hash.
"""

import struct
from collections.abc import Mapping
from typing import Final

_DIRECTORY: Final = 2
_COUNTRY, _LANGUAGE = 0, 1


def pack(root: str, files: Mapping[str, bytes]) -> tuple[bytes, bytes, bytes]:
    """Return (tree, names, contents) of `:/root/<file>`, as qRegisterResourceData takes them."""
    ordered = sorted(files, key=_hash)
    tree = struct.pack(">IHII", 0, _DIRECTORY, 1, 1) + struct.pack(
        ">IHII", 0, _DIRECTORY, len(ordered), 2
    )
    names, contents = _name(root), b""
    for name in ordered:
        tree += struct.pack(">IHHHI", len(names), 0, _COUNTRY, _LANGUAGE, len(contents))
        names += _name(name)
        contents += struct.pack(">I", len(files[name])) + files[name]
    return tree, names, contents


def _name(text: str) -> bytes:
    return struct.pack(">HI", len(text), _hash(text)) + text.encode("utf-16-be")


def _hash(text: str) -> int:
    """Qt's qt_hash (the ELF hash, 28 bits)."""
    value = 0
    for sign in text:
        value = (value << 4) + ord(sign)
        value ^= (value & 0xF0000000) >> 23
        value &= 0x0FFFFFFF
    return value
