"""Files of every kind, good and bad, opened by content."""

import random
import zipfile
import zlib
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import pytest

from gridcenter.base.errors import Damaged, GridCenterError, NotFound, RuleBroken
from gridcenter.sheets.reading import open_book

ROWS = [["姓名", "电话"], ["王明", "10067735468"]]


def ods(path: Path, body: str, manifest: str = "") -> Path:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="表一">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return path


def ods_row(*values: str) -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
        for value in values
    )
    return f"<table:table-row>{cells}</table:table-row>"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"]
)
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_text_in_any_encoding_and_separator(tmp_path, encoding, mark):
    path = tmp_path / "名单.csv"
    text = "\r\n".join(mark.join([*row, "石𠅤，住村东"]) for row in ROWS)
    path.write_bytes(text.encode(encoding))
    assert [row[:2] for row in open_book(path).sheets[0].rows] == ROWS
    assert open_book(path).sheets[0].rows[1][2] == "石𠅤，住村东"


def test_protected_numbers_and_quotes_of_csv(tmp_path):
    path = tmp_path / "名单.csv"
    path.write_text('sep=,\n号,话\n="0101","他说""好"",\n走了"\n', encoding="utf-8")
    assert open_book(path).sheets[0].rows == [["号", "话"], ["0101", '他说"好",\n走了']]


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".et", ".csv", ""])
def test_content_counts_not_the_name(make, tmp_path, suffix):
    path = make({"表一": ROWS}).rename(tmp_path / f"名单{suffix}")
    assert open_book(path).sheets[0].rows == ROWS


def test_old_binary_file(yanwu, tmp_path):
    path = tmp_path / "党员.xlsx"
    path.write_bytes((yanwu / "严务乡党员花名册.xls").read_bytes())
    (sheet,) = open_book(path).sheets
    assert (len(sheet.rows), sheet.merged) == (1205, ((0, 0, 0, 8),))
    assert sheet.rows[2][6] == date(2006, 8, 1)


def test_open_document(tmp_path):
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    tail = f'<table:table-row table:number-rows-repeated="1048000">{empty}</table:table-row>'
    path = ods(tmp_path / "名单.ods", ods_row(*ROWS[0]) + ods_row(*ROWS[1]) + tail)
    (sheet,) = open_book(path).sheets
    assert [row[:2] for row in sheet.rows[:2]] == ROWS
    assert len(sheet.rows) < 100


def test_error_cells_are_seen(tmp_path):
    path = tmp_path / "公式.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = "姓名"
    book.active["A2"] = "#REF!"
    book.active["B2"] = "=1+1"
    book.active["B1"] = "数"
    book.save(path)
    assert open_book(path).sheets[0].rows == [["姓名", "数"], ["#REF!", "#未计算"]]


def test_hidden_sheets_are_marked(make):
    book = open_book(make({"表一": ROWS, "选项": ROWS}, hidden=["选项"]))
    assert [sheet.hidden for sheet in book.sheets] == [False, True]


def test_merged_ranges(make):
    book = open_book(make({"表一": [["甲", "乙"], ["", "丙"]]}, merges=[(0, 0, 1, 0)]))
    assert book.sheets[0].merged == ((0, 0, 1, 0),)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 abc", "PDF"),
        (b"\xff\xd8\xff\xe0 jfif", "图片"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"Rar!\x1a\x07", "压缩包"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页"),
        (b"\x00\x01\x02\x03" * 50, "不是表格"),
    ],
)
def test_what_is_no_spreadsheet_is_named(tmp_path, content, words):
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(content)
    with pytest.raises(Damaged, match=words) as raised:
        open_book(path)
    assert "花名册.xlsx" in raised.value.words


@pytest.mark.parametrize(
    ("member", "words"), [("word/document.xml", "文字文档"), ("a.txt", "压缩包")]
)
def test_other_archives_are_named(tmp_path, member, words):
    path = tmp_path / "花名册.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, "x")
    with pytest.raises(Damaged, match=words):
        open_book(path)


def test_nothing_there(tmp_path):
    with pytest.raises(NotFound, match=r"没有\.xlsx"):
        open_book(tmp_path / "没有.xlsx")
    with pytest.raises(RuleBroken, match="文件夹"):
        open_book(tmp_path)
    for content in (b"", b"\r\n \r\n"):
        (tmp_path / "空.csv").write_bytes(content)
        with pytest.raises(RuleBroken, match="空文件"):
            open_book(tmp_path / "空.csv")


def test_passwords(make, tmp_path):
    locked = BytesIO()
    with make({"表一": ROWS}).open("rb") as file:
        msoffcrypto.format.ooxml.OOXMLFile(file).encrypt("密码", locked)
    (tmp_path / "锁.xlsx").write_bytes(locked.getvalue())
    ods(tmp_path / "锁.ods", ods_row("x"), '<manifest:encryption-data a="b"/>')
    for name in ("锁.xlsx", "锁.ods"):
        with pytest.raises(RuleBroken, match="密码"):
            open_book(tmp_path / name)


@lru_cache(maxsize=1)
def nothing() -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    zeros = bytes(2**22)
    return b"".join(packer.compress(zeros) for _ in range(132)) + packer.flush()


def bomb(path: Path, declared: int) -> Path:
    """Pack 528 MB of nothing and lie about it in the directory."""
    packed = nothing()
    name = b"xl/workbook.xml"
    sizes = len(packed).to_bytes(4, "little") + declared.to_bytes(4, "little")
    common = b"\x14\0\0\0\x08\0" + bytes(8) + sizes + len(name).to_bytes(2, "little") + bytes(2)
    local = b"PK\3\4" + common + name + packed
    central = b"PK\1\2\x14\0" + common + bytes(14) + name
    end = b"PK\5\6" + bytes(4) + b"\1\0\1\0" + len(central).to_bytes(4, "little")
    path.write_bytes(local + central + end + len(local).to_bytes(4, "little") + b"\0\0")
    return path


@pytest.mark.parametrize("declared", [600 * 2**20, 1000])
def test_bombs_are_not_unpacked(tmp_path, declared):
    with pytest.raises(RuleBroken, match="500 兆"):
        open_book(bomb(tmp_path / "花名册.xlsx", declared))


def test_a_stray_cell_far_out_is_told(tmp_path):
    path = tmp_path / "远.xlsx"
    book = openpyxl.Workbook()
    book.active.cell(1048576, 16384, "误")
    book.save(path)
    with pytest.raises(RuleBroken, match="很远"):
        open_book(path)


def test_endless_repetitions_are_told(tmp_path):
    cell = '<table:table-cell table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
    for number, body in enumerate(
        [
            f"<table:table-row>{cell}</table:table-row>",
            f'<table:table-row table:number-rows-repeated="1048576">{ods_row("x")[17:]}',
        ]
    ):
        with pytest.raises(RuleBroken, match="很远"):
            open_book(ods(tmp_path / f"{number}.ods", body))


@pytest.mark.parametrize(("old", "new"), [(b"UTF-8", b"UTF-99"), (b"<sheets>", b"<sheets")])
def test_broken_inside_a_sound_archive(make, tmp_path, old, new):
    path = tmp_path / "坏.xlsx"
    with zipfile.ZipFile(make({"表一": ROWS})) as good, zipfile.ZipFile(path, "w") as bad:
        for name in good.namelist():
            body = good.read(name)
            bad.writestr(name, body.replace(old, new) if name == "xl/workbook.xml" else body)
    with pytest.raises(Damaged, match="已损坏"):
        open_book(path)


@pytest.mark.parametrize("name", ["严务乡党员花名册.xls", "8月督查打分表.xlsx"])
def test_damaged_copies_are_read_or_refused_in_words(yanwu, tmp_path, name):
    """Also that none of them kills the process."""
    good = (yanwu / name).read_bytes()
    dice = random.Random(7)
    refused = 0
    for turn in range(40):
        bad = bytearray(good[: dice.randrange(len(good))] if turn % 4 == 0 else good)
        for _ in range(dice.randint(1, 30)):
            bad[dice.randrange(len(bad))] = dice.randrange(256)
        path = tmp_path / f"{turn}.xlsx"
        path.write_bytes(bad)
        refused += path.name in refusal(path)
    assert refused > 10


def refusal(path: Path) -> str:
    try:
        open_book(path)
    except GridCenterError as error:
        return error.words
    return ""
