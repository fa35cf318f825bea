"""The manual, the sheet of keys, hints at first use."""

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from gridcenter.base.paths import shipped
from gridcenter.desk.help_key import subject
from gridcenter.desk.help_window import HelpWindow
from gridcenter.desk.hints import Hint, Hints
from gridcenter.desk.manual import FIRST, Manual
from gridcenter.desk.memory import Memory
from gridcenter.desk.reader import Reader
from gridcenter.desk.theme import Look
from gridcenter.desk.tokens import DARK

PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LEADS = re.compile(r'setProperty\("help", "([\w-]+)"\)')
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([\w-]+)\.md\)")


def test_every_chapter_is_in_the_contents_and_every_picture_is_there():
    manual = Manual.shipped()
    files = {file.stem for file in manual.folder.glob("*.md")} - {"README"}
    assert {chapter.key for chapter in manual.chapters} == files
    assert FIRST in files
    for chapter in manual.chapters:
        assert chapter.text.startswith(f"# {chapter.title}\n")
        for words, target in PICTURE.findall(chapter.text):
            assert words
            assert (manual.folder / target).exists(), f"{chapter.key}: {target}"
        assert set(LINK.findall(chapter.text)) <= files


def test_whatever_names_a_page_of_the_manual_names_one_there_is():
    source = shipped("docs/manual").parents[1] / "gridcenter"
    named = {key for file in source.rglob("*.py") for key in LEADS.findall(file.read_text("utf-8"))}
    assert {"forms", "search", "lock", "undo", "attachments", "list-output"} <= named
    assert named <= {chapter.key for chapter in Manual.shipped().chapters}


def test_a_page_is_never_wider_than_its_window(qtbot):
    window = HelpWindow(Look(), Manual.shipped())
    qtbot.addWidget(window)
    window.show()
    for chapter in Manual.shipped().chapters:
        window.go(chapter.key)
        assert not window.reader.horizontalScrollBar().isVisible(), chapter.key


def test_the_window_opens_a_page_by_its_key_and_goes_back(qtbot):
    window = HelpWindow(Look(), Manual.shipped())
    qtbot.addWidget(window)
    window.go("visits")
    assert "诉求" in window.reader.toPlainText()
    window.go("no-such-page")
    assert window.here == FIRST
    window.go_back()
    assert window.here == "visits"


def test_words_are_looked_for_in_all_pages(qtbot):
    window = HelpWindow(Look(), Manual.shipped())
    qtbot.addWidget(window)
    window.search.setText("恢复码")
    titles = [window.contents.item(n).text() for n in range(window.contents.count())]
    assert titles
    assert len(titles) < len(Manual.shipped().chapters)
    window.search.left.emit()
    assert "恢复码" in window.reader.toPlainText()
    window.search.setText("dckh")
    assert [window.contents.item(n).text() for n in range(window.contents.count())] == ["督查考核"]


def test_pictures_are_as_wide_as_the_page_and_dark_in_the_dark(qtbot, qapp):
    look = Look()
    reader = Reader(look, shipped("docs/manual"))
    qtbot.addWidget(reader)
    reader.resize(500, 400)
    reader.show()
    url = f"file://{shipped('docs/pictures')}/login.png"
    light = reader.loadResource(2, url)
    assert 0 < light.width() / light.devicePixelRatio() < 500
    look.tokens = DARK
    dark = reader.loadResource(2, url)
    assert dark.size() == light.size()
    assert dark != light


def test_no_word_of_a_page_is_bolder_than_the_face_we_ship(qtbot):
    window = HelpWindow(Look(), Manual.shipped())
    qtbot.addWidget(window)
    window.go("start")
    block = window.reader.document().begin()
    weights = set()
    while block.isValid():
        walk = block.begin()
        while not walk.atEnd():
            weights.add(walk.fragment().charFormat().fontWeight())
            walk += 1
        block = block.next()
    assert QFont.Weight.Medium in weights
    assert max(weights) == QFont.Weight.Medium


def test_the_page_about_the_part_in_focus_is_found(qtbot):
    window, page, field = QWidget(), QWidget(), QLineEdit()
    qtbot.addWidget(window)
    window.setLayout(QVBoxLayout())
    window.layout().addWidget(page)
    page.setLayout(QVBoxLayout())
    page.layout().addWidget(field)
    assert not subject(window)
    page.setProperty("help", "visits")
    field.setFocus()
    assert subject(window) == "visits"


def test_a_hint_is_shown_three_times_or_until_it_is_put_away(tmp_path):
    hints = Hints(Memory(tmp_path / "window.ini"))
    assert [hints.wants("visits") for _ in range(4)] == [True, True, True, False]
    assert hints.wants("grids")
    hints.settle("grids")
    assert not Hints(Memory(tmp_path / "window.ini")).wants("grids")


def test_a_hint_leads_to_the_manual(qtbot):
    hint = Hint(Look(), "点红按钮登记")
    qtbot.addWidget(hint)
    buttons = {b.text(): b for b in hint.findChildren(QWidget) if hasattr(b, "clicked")}
    with qtbot.waitSignal(hint.help_wanted):
        qtbot.mouseClick(buttons["看手册"], Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(hint.settled):
        qtbot.mouseClick(buttons["知道了"], Qt.MouseButton.LeftButton)
