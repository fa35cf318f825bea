import re
from dataclasses import asdict
from pathlib import Path

import pytest
from PySide6.QtCore import QFile
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import QApplication

from gridcenter.base.paths import shipped
from gridcenter.desk import tokens
from gridcenter.desk.buttons import Button
from gridcenter.desk.theme import FAMILY, Look
from gridcenter.desk.tokens import DARK, LIGHT, contrast, pairs


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)
@pytest.mark.parametrize(("ink", "ground", "least"), pairs())
def test_words_and_outlines_can_be_read_on_their_ground(theme, ink, ground, least):
    assert contrast(getattr(theme, ink), getattr(theme, ground)) >= least


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


def test_no_colour_is_written_outside_the_tokens():
    folder = Path(tokens.__file__).parent
    sources = [p for p in folder.glob("*.py") if p.name != "tokens.py"]
    sources.append(shipped("resources/styles") / "theme.qss")
    found = [p.name for p in sources if re.search(r"#[0-9A-Fa-f]{6}\b", p.read_text("utf-8"))]
    assert found == []


def test_both_weights_are_real_files_of_one_family(look):
    plain, medium = look.font(), look.font(medium=True)
    assert plain.family() == FAMILY
    faked = QFontMetrics(plain).horizontalAdvance("Grid 2026")
    assert QFontMetrics(medium).horizontalAdvance("Grid 2026") != faked


def test_the_style_sheet_takes_its_pictures_from_memory(look):
    look_two = Look()
    sheet = look_two._sheet(LIGHT)
    places = set(re.findall(r"url\((.+?)\)", sheet))
    assert len(places) >= 5
    for place in places:
        file = QFile(place)
        assert file.open(QFile.OpenModeFlag.ReadOnly)
        assert b"<svg" in bytes(file.readAll().data())
    assert "@" not in sheet


def test_a_theme_that_is_thrown_away_takes_its_pictures_along(qapp):
    look = Look()
    place = re.search(r"url\((.+?)\)", look._sheet(LIGHT))[1]
    assert QFile.exists(place)
    del look
    assert not QFile.exists(place)


def test_icons_follow_the_theme(qtbot, look):
    button = Button(look, "", "plus")
    qtbot.addWidget(button)

    def colours():
        image = button.icon().pixmap(96).toImage().convertToFormat(QImage.Format.Format_ARGB32)
        at = [image.pixelColor(x, y) for x in range(96) for y in range(96)]
        return {c.name().upper() for c in at if c.alpha() == 255}

    assert LIGHT.text2 in colours()
    look.wear(QApplication.instance(), DARK)
    try:
        assert DARK.text2 in colours()
    finally:
        look.wear(QApplication.instance(), LIGHT)


def test_every_token_has_a_value_in_both_themes():
    assert set(asdict(LIGHT)) == set(asdict(DARK))
    assert all(
        re.fullmatch(r"#[0-9A-F]{6,8}", v)
        for t in (LIGHT, DARK)
        for k, v in asdict(t).items()
        if k != "name"
    )
