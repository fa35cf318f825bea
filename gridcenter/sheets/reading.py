"""Opening a spreadsheet of any office program; what it is, is told by its content."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from gridcenter.base.errors import Damaged, NotFound, RuleBroken, StorageFailed
from gridcenter.sheets.cells import Raw
from gridcenter.sheets.legacy import Merge, read_old
from gridcenter.sheets.packed import Errors, check_ods, check_xlsx, damaged, open_archive
from gridcenter.sheets.plain import read_text

BIGGEST = 200 * 2**20
"""No file may have more bytes."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"%PDF", "PDF 文件"),
    (b"\xff\xd8\xff", "图片"),
    (b"\x89PNG", "图片"),
    (b"GIF8", "图片"),
    (b"{\\rtf", "文字文档"),
    (b"Rar!", "压缩包，请先解压"),
    (b"7z\xbc\xaf", "压缩包，请先解压"),
    (b"\x1f\x8b", "压缩包，请先解压"),
)
_OLD_FOREIGN = (("WordDocument", "文字文档"), ("PowerPoint Document", "演示文稿"))
_NEW_FOREIGN = (("word/", "文字文档"), ("ppt/", "演示文稿"))
_GOOD_KINDS = "能导入的有 xlsx、xls、et、ods 和 csv"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows from the very first, all of one length; merged ranges counted from 0."""

    name: str
    rows: list[list[Raw]]
    merged: tuple[Merge, ...] = ()
    """(top, left, bottom, right), all inclusive, cut to where there are rows and columns."""
    hidden: bool = False

    def __post_init__(self) -> None:
        height, width = len(self.rows), len(self.rows[0]) if self.rows else 0
        inside = tuple(
            (top, left, min(bottom, height - 1), min(right, width - 1))
            for top, left, bottom, right in self.merged
            if top < height and left < width
        )
        object.__setattr__(self, "merged", inside)


@dataclass(frozen=True, slots=True)
class Book:
    """A spreadsheet file."""

    path: Path
    sheets: tuple[Sheet, ...]


def open_book(path: Path) -> Book:
    """Read a spreadsheet.

    Raises NotFound (no such file), RuleBroken("file") (a folder, empty, too big, with a password),
    Damaged (no spreadsheet, broken), StorageFailed (the disk does not give it).
    """
    data = _bytes(path)
    name = path.name
    if data.startswith(b"PK"):
        return Book(path, _packed(data, name))
    if data.startswith(_OLE):
        return Book(path, _old(data, name))
    _refuse_foreign(data, name)
    if data[:2] == b"\x09\x08":
        return Book(path, _old(data, name))
    return Book(path, (Sheet(path.stem, read_text(data, name)),))


def _bytes(path: Path) -> bytes:
    if path.is_dir():
        raise RuleBroken("file", f"“{path}”是文件夹，请选择一个表格文件")
    try:
        size = path.stat().st_size
        if size > BIGGEST:
            raise RuleBroken("file", f"“{path.name}”有 {size >> 20} 兆，超过 200 兆，没有读取")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound(f"找不到文件“{path}”，请检查文件名和位置") from error
    except OSError as error:
        words = f"“{path.name}”读不出来，可能正被别的程序占用，请关闭后再试"
        raise StorageFailed(words) from error
    if not data.strip(b"\0 \r\n\t"):
        raise RuleBroken("file", f"“{path.name}”是空文件，里面什么也没有")
    return data


def _refuse_foreign(data: bytes, name: str) -> None:
    for magic, kind in _FOREIGN:
        if data.startswith(magic):
            raise _foreign(name, kind)
    start = data[:2048].lower()
    if b"<html" in start or b"<table" in start or b"<?xml" in start or b"mime-version" in start:
        raise Damaged(f"“{name}”其实是网页格式的表格。请用 WPS 打开，另存为 xlsx 后再导入")


def _foreign(name: str, kind: str) -> Damaged:
    return Damaged(f"“{name}”不是表格，是{kind}。{_GOOD_KINDS}")


def _old(data: bytes, name: str) -> tuple[Sheet, ...]:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise RuleBroken("file", f"“{name}”加了密码，请用 WPS 打开、去掉密码后另存，再导入")
    for stream, kind in _OLD_FOREIGN:
        if holds(stream):
            raise _foreign(name, kind)
    return tuple(Sheet(*table) for table in read_old(data, name))


def _packed(data: bytes, name: str) -> tuple[Sheet, ...]:
    with open_archive(data, name) as archive:
        errors = _check(archive, name)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            return tuple(_sheets(book, errors))
    except CalamineError as error:
        raise damaged(name) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # what Rust throws is no Exception
            raise damaged(name) from error
        raise


def _check(archive: ZipFile, name: str) -> Errors:
    names = archive.namelist()
    if "xl/workbook.xml" in names:
        return check_xlsx(archive, name)
    if "content.xml" in names:
        check_ods(archive, name)
        return {}
    if "xl/workbook.bin" in names:
        return {}
    if "encrypted-package" in names:
        raise RuleBroken("file", f"“{name}”加了密码，请用 WPS 打开、去掉密码后另存，再导入")
    for folder, kind in _NEW_FOREIGN:
        if any(member.startswith(folder) for member in names):
            raise _foreign(name, kind)
    raise _foreign(name, "压缩包，请先解压")


def _sheets(book: CalamineWorkbook, errors: Errors) -> Iterable[Sheet]:
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        rows: list[list[Raw]] = sheet.to_python(skip_empty_area=False)
        for row, column, text in errors.get(about.name, []):
            if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
                rows[row][column] = text
        merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
        yield Sheet(about.name, rows, merged, about.visible != SheetVisibleEnum.Visible)
