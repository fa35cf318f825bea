from datetime import date
from io import BytesIO

import pytest

from gridcenter.base.errors import Damaged, NotFound
from gridcenter.ledgers.model import Column, Ledger, Part, Row
from gridcenter.ledgers.pdf import print_ledger
from gridcenter.papers.preview import page_count, render


@pytest.fixture(scope="module")
def pdf() -> bytes:
    rows = tuple(Row((number,)) for number in range(50))
    part = Part((Column("n", "序号", 10, "c", "int"),), rows)
    out = BytesIO()
    print_ledger(Ledger("表", "表", "乡", "1", date(2026, 10, 31), (part,)), out)
    return out.getvalue()


def test_pages_are_counted_and_drawn(pdf, tmp_path):
    path = tmp_path / "表.pdf"
    path.write_bytes(pdf)
    assert page_count(pdf) == page_count(path) == 2
    picture = render(path, 0, 72)
    assert (picture.width, picture.height) == pytest.approx((595, 842), abs=1)
    assert len(picture.pixels) == picture.width * picture.height * 4


def test_a_page_is_white_at_its_edge_and_black_on_its_frame(pdf):
    picture = render(pdf, 1, 100)
    assert picture.pixels[:3] == b"\xff\xff\xff"
    assert b"\x00\x00\x00" in picture.pixels


def test_what_cannot_be_shown_is_said_in_words(pdf, tmp_path):
    with pytest.raises(NotFound, match="没有第 3 页"):
        render(pdf, 2, 72)
    with pytest.raises(NotFound, match="找不到"):
        page_count(tmp_path / "无.pdf")
    with pytest.raises(Damaged, match="损坏"):
        page_count(b"not a pdf")
