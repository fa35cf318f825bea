"""The two pictures of a tree as plain data, and on paper."""

from itertools import combinations

import pypdfium2
import pytest

from gridcenter.papers.drawing import Node
from gridcenter.papers.org_chart import org_chart
from gridcenter.papers.picture_paper import print_picture
from gridcenter.papers.treemap import treemap


def node(n, weight=0.0, children=()):
    return Node(n.to_bytes(16, "big"), f"第{n}网格", f"{weight:g} 户", "plain", weight, children)


def township(stations, grids):
    made = [
        node(100 * s, 0.0, tuple(node(100 * s + g, 50.0 * g) for g in range(1, grids + 1)))
        for s in range(1, stations + 1)
    ]
    return node(9999, 0.0, tuple(made))


def apart(blocks):
    return all(
        a.x + a.width <= b.x + 0.01 or b.x + b.width <= a.x + 0.01
        or a.y + a.height <= b.y + 0.01 or b.y + b.height <= a.y + 0.01
        for a, b in combinations(blocks, 2)
    )  # fmt: skip


@pytest.mark.parametrize(("stations", "grids"), [(1, 1), (4, 6), (9, 30), (25, 0)])
def test_boxes_of_the_chart_stand_apart_within_it(stations, grids):
    drawing = org_chart(township(stations, grids), 800)
    assert len(drawing.blocks) == 1 + stations * (grids + 1)
    assert apart(drawing.blocks)
    assert all(b.x >= 0 and b.x + b.width <= drawing.width for b in drawing.blocks)
    assert all(b.y + b.height <= drawing.height for b in drawing.blocks)


def test_areas_are_as_large_as_what_they_stand_for():
    root = township(4, 6)
    drawing = treemap(root, 900, 500)
    boxes = [b for b in drawing.blocks if b.kind != "label"]
    assert len(boxes) == 24
    assert apart(drawing.blocks)
    first = {b.id: (b.width + 3) * (b.height + 3) for b in boxes if int.from_bytes(b.id, "big") < 200}
    weights = {leaf.id: leaf.weight for leaf in root.children[0].children}
    whole = sum(first.values()) / sum(weights.values())
    assert all(abs(area / weights[key] / whole - 1) < 0.01 for key, area in first.items())


def test_what_weighs_nothing_has_no_area():
    root = node(1, 0.0, (node(2, 0.0, (node(3), node(4, 10.0))), node(5, 0.0, (node(6),))))
    assert {int.from_bytes(b.id, "big") for b in treemap(root, 300, 200).blocks} == {2, 4}
    assert treemap(node(1), 300, 200).blocks == []


def test_arrows_walk_to_the_next_box():
    drawing = org_chart(township(2, 2), 600)
    boxes = {int.from_bytes(b.id, "big"): b for b in drawing.blocks}
    assert drawing.beside(boxes[101], 1, 0) is boxes[201]
    assert drawing.beside(boxes[101], 0, 1) is boxes[102]
    assert drawing.beside(boxes[102], 0, 1) is boxes[102]
    assert drawing.at(*boxes[202].middle) is boxes[202]


def test_a_picture_is_printed_on_one_sheet_lying_down():
    pdf = print_picture(org_chart(township(4, 6), 700), "网格组织图", "2026年10月")
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    said = page.get_textpage().get_text_range()
    assert len(document) == 1
    assert page.get_width() > page.get_height()
    assert "网格组织图" in said
    assert "第406网格" in said
    assert pdf == print_picture(org_chart(township(4, 6), 700), "网格组织图", "2026年10月")
