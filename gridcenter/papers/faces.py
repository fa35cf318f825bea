"""Faces of the papers, registered when first needed; a character takes the first that has it."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, Literal

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from gridcenter.base.paths import shipped

Face = Literal["song", "bold", "hei", "heavy", "fang", "kai", "rare"]

FILES: dict[Face, str] = {
    "song": "NotoSerifSC-Regular.ttf",
    "bold": "NotoSerifSC-Bold.ttf",
    "hei": "NotoSansSC-Regular.ttf",
    "heavy": "NotoSansSC-Medium.ttf",
    "fang": "ZhuqueFangsong-Regular.ttf",
    "kai": "LXGWWenKai-Regular.ttf",
    "rare": "HanaMinB.ttf",
}
SUBSTITUTE = "〓"
BMP_END = 0xFFFF
_SELECTORS = {*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
_IGNORED = {*range(0x200B, 0x2010), 0x2060, 0xFEFF} | _SELECTORS


class SearchableFont(TTFont):  # type: ignore[misc]
    """A face whose text is found and copied above U+FFFF too.

    ReportLab writes such characters into ToUnicode as five hex digits, which no reader understands.
    """

    def addObjects(self, doc: Any) -> None:  # noqa: N802, ANN401  (ReportLab's name and document)
        """Write the font into the document, with a right ToUnicode table for each subset."""
        subsets = [tuple(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = f"{SUBSETN(number).decode()}+{self.face.name.decode()}"
            doc.idToObject[f"toUnicodeCMap:{name}"].content = to_unicode(name, subset)


def to_unicode(name: str, subset: Sequence[int]) -> str:
    """Return the ToUnicode CMap of a subset in UTF-16BE (PDF 32000-1, 9.10.3)."""
    pairs = [
        f"<{index:02X}> <{chr(code).encode('utf-16-be', 'surrogatepass').hex().upper()}>"
        for index, code in enumerate(subset)
        if code
    ]
    blocks: list[str] = []
    for start in range(0, len(pairs), 100):
        block = pairs[start : start + 100]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    head = (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n"
        f"<< /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def\n/CMapName /{name} def\n"
        "/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
    )
    tail = "\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    return head + "\n".join(blocks) + tail


def font_of(face: Face) -> Any:  # noqa: ANN401  (ReportLab has no types)
    """Return the registered font of a face, reading its file on the first call of the process."""
    if face not in pdfmetrics.getRegisteredFontNames():
        path = shipped("resources/fonts") / FILES[face]
        font = SearchableFont(face, FontFile(path), asciiReadable=False)
        _slim(font.face)
        pdfmetrics.registerFont(font)
    return pdfmetrics.getFont(face)


def _slim(face: Any) -> None:  # noqa: ANN401
    """Keep what ReportLab reads of each of 30,000 glyphs in a third of the room: equal numbers once."""
    once: dict[Any, Any] = {}
    face.hmetrics = [once.setdefault(pair, pair) for pair in face.hmetrics]
    usual = face.defaultWidth  # also of what is not in the table
    face.charWidths = {char: em for char, em in face.charWidths.items() if em != usual}
    face.glyphPos = array("L", face.glyphPos)
    face.glyphToChar = {}  # for shaping alone, which these papers do not ask for
    outlines, table = _Outlines(face), face.get_table
    face.get_table = lambda tag: outlines if tag == "glyf" else table(tag)


class _Outlines:
    """The forms of the glyphs, of which a document takes some: ReportLab would copy all 12 MB each time."""

    def __init__(self, face: Any) -> None:  # noqa: ANN401
        self._start, self._file = face.get_table_pos("glyf")[0], face._ttf_data  # noqa: SLF001

    def __getitem__(self, part: slice) -> bytes:
        read: bytes = self._file[self._start + part.start : self._start + part.stop]
        return read


class FontFile:
    """A font file as ReportLab wants to read it, mapped: of 15 to 30 MB only what is used stays in memory."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path

    def read(self) -> mmap:
        """Return the bytes of the file."""
        with self._path.open("rb") as file:
            return mmap(file.fileno(), 0, access=ACCESS_READ)


@dataclass(frozen=True, slots=True)
class Glyph:
    """How one character is set: face, character drawn (empty if it has no form), width in em."""

    face: Face
    char: str
    em: float
    missing: bool = False


class Glyphs(dict[str, Glyph]):
    """The characters of one face with its fallbacks, looked up on first use."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face: Face = face

    def __missing__(self, char: str) -> Glyph:
        glyph = self._find(char)
        self[char] = glyph
        return glyph

    def _find(self, char: str) -> Glyph:
        code = ord(char)
        if char in "\t\xa0":
            return self._find(" ")
        if code < ord(" ") or code in _IGNORED:
            return Glyph(self._face, "", 0.0)
        for face in candidates(self._face, char):
            if font_of(face).face.charToGlyph.get(code):
                return Glyph(face, char, font_of(face).stringWidth(char, 1))
        missed = self._find(SUBSTITUTE)
        return Glyph(missed.face, missed.char, missed.em, missing=True)


def candidates(face: Face, char: str) -> tuple[Face, ...]:
    """Return the faces that may set a character, best first.

    Figures, Latin letters and quotation marks of FangSong and Kai are taken from Song: theirs are
    old-style or a third of an em wide.
    """
    first: tuple[Face, ...] = (face,) if face in {"song", "rare"} else (face, "song")
    if face in {"fang", "kai"} and (char.isascii() or char in "“”‘’"):
        first = ("song",)
    if ord(char) > BMP_END:
        return (*first, "rare", "hei", "kai")
    return (*first, "hei", "kai", "rare")


@dataclass(frozen=True, slots=True, eq=False)
class Shaped:
    """A text of one line ready to be set: its runs of one face, width in em, what no face has."""

    text: str
    face: Face
    runs: tuple[tuple[Face, str], ...]
    em: float
    missing: str


class Faces:
    """The texts of one document, each shaped once."""

    def __init__(self) -> None:
        self._glyphs: dict[Face, Glyphs] = {face: Glyphs(face) for face in FILES}
        self._shaped: dict[tuple[str, Face], Shaped] = {}

    def shape(self, text: str, face: Face) -> Shaped:
        """Return the text of one line as runs of faces that have its characters."""
        key = (text, face)
        shaped = self._shaped.get(key)
        if shaped is None:
            shaped = self._shaped[key] = self._shape(text, face)
        return shaped

    def width(self, text: str, face: Face) -> float:
        """Return the width of a text in em, without keeping it."""
        glyphs = self._glyphs[face]
        return sum(glyphs[char].em for char in text)

    def _shape(self, text: str, face: Face) -> Shaped:
        table = self._glyphs[face]
        glyphs = [table[char] for char in text]
        runs = tuple(
            (name, "".join([glyph.char for glyph in run]))
            for name, run in groupby(glyphs, key=lambda glyph: glyph.face)
        )
        missing = "".join([c for c, g in zip(text, glyphs, strict=True) if g.missing])
        return Shaped(text, face, runs, sum(glyph.em for glyph in glyphs), missing)
