"""Zipped spreadsheets (xlsx, xlsm, xlsb, ods) looked at before a reader may unpack them.

Nothing the file says of itself is believed: sizes are measured, far cells are looked for, since the
reader lays a sheet out as a full rectangle and dies when that does not fit into memory.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree as ET

from gridcenter.base.errors import Damaged, RuleBroken

LIMIT = 500 * 2**20
"""No file may unpack to more bytes."""

_RATIO = 1032
"""Deflate packs at most so tight."""

_CELLS = 20_000_000
_CHUNK = 2**20
_HEADER = 30
_WIDE = re.compile(rb""" r=["'][A-Z]{2}""")
_FILLED = re.compile(rb"""<c r=["']([A-Z]+)([0-9]+)["'][^>]*(?<!/)>""")
_ERROR = re.compile(
    rb"""<c r=["']([A-Z]+)([0-9]+)["'][^>]*\bt="e"[^>]*>(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)?"""
    rb"""<v>([^<]*)</v>"""
)
_UNCOMPUTED = re.compile(
    rb"""<c r=["']([A-Z]+)([0-9]+)["'][^>]*><f\b[^>]*>[^<]+</f>(?:<v\s*/>|<v></v>)?</c>"""
)
_REPEATED_CELL = re.compile(rb'<table:table-cell[^>]*columns-repeated="\d{5,}"[^>]*(?<!/)>')
_REPEATED_ROW = re.compile(
    rb'<table:table-row[^>]*rows-repeated="\d{5,}"[^>]*>(.*?)</table:table-row>', re.DOTALL
)

Errors = dict[str, list[tuple[int, int, str]]]
"""Sheet name → (row, column, text) of cells without a value, counted from 0."""


def open_archive(data: bytes, name: str) -> zipfile.ZipFile:
    """Open a zip whose real unpacked size stays within bounds.

    Raises Damaged when it cannot be read, RuleBroken("file") when it would unpack too far.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise damaged(name) from error
    if any(member.flag_bits & 1 for member in members):
        raise RuleBroken("file", f"“{name}”加了密码，请用 WPS 打开、去掉密码后另存，再导入")
    if any(member.compress_type not in {0, 8} for member in members):
        raise damaged(name)
    _measure(data, members, name)
    return archive


def _measure(data: bytes, members: list[zipfile.ZipInfo], name: str) -> None:
    if sum(member.file_size for member in members) > LIMIT:
        raise _too_big(name)
    if sum(member.compress_size for member in members) * _RATIO <= LIMIT:
        return
    left = LIMIT
    for member in members:
        for size in _sizes(data, member, name):
            left -= size
            if left < 0:
                raise _too_big(name)


def _sizes(data: bytes, member: zipfile.ZipInfo, name: str) -> Iterator[int]:
    """Unpack one member bit by bit, keeping nothing."""
    at = member.header_offset
    skip = int.from_bytes(data[at + 26 : at + 28], "little")
    start = at + _HEADER + skip + int.from_bytes(data[at + 28 : at + 30], "little")
    packed = memoryview(data)[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        yield len(packed)
        return
    inflater = zlib.decompressobj(-15)
    try:
        for begin in range(0, len(packed), _CHUNK):
            rest: bytes | memoryview = packed[begin : begin + _CHUNK]
            while rest:
                yield len(inflater.decompress(rest, _CHUNK))
                rest = inflater.unconsumed_tail
    except zlib.error as error:
        raise damaged(name) from error


def check_xlsx(archive: zipfile.ZipFile, name: str) -> Errors:
    """Look through the sheets of an xlsx; return the cells whose value is an error.

    Raises RuleBroken("file") when a stray cell far out would blow a sheet up.
    """
    errors: Errors = {}
    for title, part in _parts(archive, name):
        xml = member_bytes(archive, part, name)
        if _WIDE.search(xml) and _area(xml) > _CELLS:
            raise _too_far(name, title)
        found = [*_broken(xml)]
        if found:
            errors[title] = found
    return errors


def check_ods(archive: zipfile.ZipFile, name: str) -> None:
    """Look through an ods; raises RuleBroken("file") on passwords and on endless repetitions."""
    manifest = "META-INF/manifest.xml"
    if manifest in archive.namelist() and b"encryption-data" in member_bytes(
        archive, manifest, name
    ):
        raise RuleBroken("file", f"“{name}”加了密码，请用 WPS 打开、去掉密码后另存，再导入")
    xml = member_bytes(archive, "content.xml", name)
    if _REPEATED_CELL.search(xml) or any(b":p>" in row for row in _REPEATED_ROW.findall(xml)):
        raise _too_far(name, "")


def member_bytes(archive: zipfile.ZipFile, part: str, name: str) -> bytes:
    """Return one member; raises Damaged."""
    try:
        return archive.read(part)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise damaged(name) from error


def _parts(archive: zipfile.ZipFile, name: str) -> list[tuple[str, str]]:
    """Return (sheet name, member) of an xlsx."""
    try:
        links = ET.fromstring(member_bytes(archive, "xl/_rels/workbook.xml.rels", name))
        book = ET.fromstring(member_bytes(archive, "xl/workbook.xml", name))
    except (ET.ParseError, LookupError, ValueError) as error:
        raise damaged(name) from error
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    parts = []
    for sheet in book.iter():
        if sheet.tag.endswith("}sheet"):
            ids = [value for key, value in sheet.attrib.items() if key.endswith("}id")]
            target = targets.get(ids[0], "") if ids else ""
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if "worksheets/" in part and part in archive.namelist():
                parts.append((sheet.get("name", ""), part))
    return parts


def _area(xml: bytes) -> int:
    rows, columns = 0, 0
    for letters, row in _FILLED.findall(xml):
        rows = max(rows, int(row))
        columns = max(columns, _column(letters) + 1)
    return rows * columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _broken(xml: bytes) -> Iterator[tuple[int, int, str]]:
    if b't="e"' in xml:
        for letters, row, text in _ERROR.findall(xml):
            yield int(row) - 1, _column(letters), text.decode("utf-8", "replace")
    if b"<f" in xml:
        for letters, row in _UNCOMPUTED.findall(xml):
            yield int(row) - 1, _column(letters), "#未计算"


def damaged(name: str) -> Damaged:
    """Say that a file is broken."""
    return Damaged(f"“{name}”已损坏，打不开。请用 WPS 打开检查，另存一份后再导入")


def _too_big(name: str) -> RuleBroken:
    return RuleBroken("file", f"“{name}”解压后超过 500 兆，不像正常的表格，没有读取")


def _too_far(name: str, sheet: str) -> RuleBroken:
    where = f"的工作表“{sheet}”" if sheet else ""
    return RuleBroken(
        "file", f"“{name}”{where}在很远的行列里有内容，表格过大。请删除多余的行和列，另存后再导入"
    )
