"""What a wing declares of a spreadsheet it understands, and what a reading hands back."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from gridcenter.base.texts import clean, fold, squeeze
from gridcenter.sheets.cells import Cell, Raw

_BRACKETS = re.compile(r"[(\[{【〔《<][^()\[\]{}【】〔〕《》<>]*[)\]}】〕》>]")
_MARKS = re.compile(r"[*:、,.。/\\\-—_~|'\"“”‘’?!;·#()\[\]{}【】〔〕《》<>]+")
_NUMBERING = re.compile(r"^\d+[.、)]\s*(?=\D)")
_NAMED = re.compile(r"(?:姓名|名称|名)$")
_PERSONAL = re.compile(
    r"姓名|身份证|证件|电话|手机|联系方式|性别|出生|年龄|民族|学历|文化程度|政治面貌"
)
_MARK = re.compile(r"(\d+(?:\.\d+)?)分?")


NAMES = frozenset({"姓名", "名字", "名称"})
"""Headers that say a name, and not whose."""


class Doubt(NamedTuple):
    """What a parser returns instead of a value when it has something to say about it.

    `value` is what to go on with; a fatal doubt rejects the row.
    """

    value: object
    words: str
    reason: str
    fatal: bool = False


Parse = Callable[[Cell], object]
"""Takes a tidied cell ("" when empty), returns a value or a Doubt; raises nothing."""


@dataclass(frozen=True, slots=True)
class Col:
    """A column of a shape.

    `required`: the column must be there, and a row without a value in it is rejected.
    `fill_down`: cells may be merged over several rows, or written in the first of them only.
    `pattern`: the column stands for all headers it fits (half-width, with brackets); its value is
    a dict from plain header to parsed value.
    """

    key: str
    title: str
    synonyms: tuple[str, ...]
    parse: Parse
    required: bool = False
    fill_down: bool = False
    pattern: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Persons:
    """Which columns of a shape speak of one person of a household; all others speak of the household.

    A row may hold several people: the head of the household in columns of his own, members side by side.
    """

    name: str
    relation: str
    keys: frozenset[str]
    head: str
    """The column of the household of its head's name."""
    head_word: str
    """The head's relation; his own columns begin with it: 户主电话."""
    relations: tuple[str, ...] = ()
    """Further relations that columns begin with: 配偶姓名."""
    household: tuple[str, ...] = ()
    """The columns that tell households apart."""


@dataclass(frozen=True)
class Shape:
    """A kind of spreadsheet: its columns, coarse before fine where they are filled down.

    `footers`: further words that begin a closing row, besides the usual ones (合计, 注：, 填表人：).
    """

    kind: str
    title: str
    columns: tuple[Col, ...]
    footers: tuple[str, ...] = ()
    persons: Persons | None = None

    @cached_property
    def by_key(self) -> dict[str, Col]:
        """The columns by key."""
        return {col.key: col for col in self.columns}

    @cached_property
    def exact(self) -> dict[str, list[tuple[str, int]]]:
        """Normal form of a title or synonym → (key, rank), the title ranking first."""
        found: dict[str, list[tuple[str, int]]] = {}
        for col in self.columns:
            for rank, word in enumerate((col.title, *col.synonyms)):
                for form in dict.fromkeys((plain(word), whole(word))):
                    found.setdefault(form, []).append((col.key, rank))
        return found

    @cached_property
    def people(self) -> dict[str, str]:
        """What a person is called → the column of the name: 户主 → head, 微网格员 → worker.

        The longest first. A column holds a person's name when one of its words says 姓名.
        """
        found: dict[str, str] = {}
        for col in self.columns:
            forms = [plain(word) for word in (col.title, *col.synonyms)]
            if any("姓名" in form for form in forms):
                found.update({_NAMED.sub("", form): col.key for form in forms})
        called = {word: key for word, key in found.items() if word and word not in NAMES}
        return dict(sorted(called.items(), key=lambda item: -len(item[0])))

    @cached_property
    def person_of(self) -> dict[str, str]:
        """Column of a name, number or telephone → the column of the name it belongs to.

        That is the name before it in the shape.
        """
        owners: dict[str, str] = {}
        last, names = "", set(self.people.values())
        for col in self.columns:
            last = col.key if col.key in names else last
            if last and (col.key in names or _PERSONAL.search(col.title)):
                owners[col.key] = last
        return owners


@dataclass(frozen=True, slots=True)
class Head:
    """A header of a sheet."""

    index: int
    """Column, counted from 0."""
    text: str
    """As written, tidied; of a grouped head the lowest part."""
    group: str = ""
    """What stands above it in a grouped head."""

    @property
    def plain(self) -> str:
        """Without spaces, brackets and marks: 听汇报（20分） → 听汇报."""
        return plain(self.text)

    @property
    def name(self) -> str:
        """With what stands above it: 微网格员 over 联系电话 → 微网格员联系电话."""
        return self.group + self.text

    @property
    def note(self) -> str:
        """What stands in brackets: 听汇报（20分） → 20分."""
        found = _BRACKETS.search(fold(squeeze(self.text)))
        return found[0][1:-1] if found else ""

    @property
    def mark(self) -> float | None:
        """The full mark in the brackets: 听汇报（20分） → 20.0."""
        found = _MARK.fullmatch(self.note)
        return float(found[1]) if found else None


class Remark(NamedTuple):
    """What is wrong in a cell of a row."""

    column: str
    words: str
    reason: str
    fatal: bool = False


class Line(NamedTuple):
    """A row of a sheet, parsed."""

    sheet: str
    row: int
    """Counted from 1, as the spreadsheet program shows it."""
    values: dict[str, object]
    raw: list[Raw]
    """The row as it stood, with filled-down cells filled."""
    remarks: tuple[Remark, ...]
    member: "Member | None" = None
    """The columns it was read from where they are those of a further person of the row."""

    @property
    def fatal(self) -> bool:
        """Whether the row cannot be taken in."""
        return any(remark.fatal for remark in self.remarks)


class Skipped(NamedTuple):
    """A row that is no record: an empty one, a total, a header said again."""

    sheet: str
    row: int
    why: str


@dataclass(frozen=True, slots=True)
class Member:
    """Columns that speak of one further person in every row: column, counted from 0 → key."""

    columns: dict[int, str]
    relation: str = ""
    """What the headers say of the relation, where no column does."""
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet whose header was found."""

    sheet: str
    row: int
    """Of the header's first row, counted from 1."""
    depth: int
    heads: tuple[Head, ...]
    """Every column with a header."""
    used: dict[int, str] = field(default_factory=dict)
    """Column, counted from 0 → key."""
    above: tuple[tuple[Raw, ...], ...] = ()
    """The filled cells of the rows above the header: title, month, who filled it in."""
    members: tuple[Member, ...] = ()
    """The further people a row holds; the head of the household first."""

    @property
    def taken(self) -> dict[int, str]:
        """Column → key, those of further people included."""
        found = {index: key for one in self.members for index, key in one.columns.items()}
        return dict(sorted((found | self.used).items()))

    @property
    def labels(self) -> dict[int, str]:
        """Column → header; one that is said twice has its group before it."""
        said = Counter(head.text for head in self.heads)
        return {h.index: h.name if said[h.text] > 1 else h.text for h in self.heads}

    @property
    def unmatched(self) -> tuple[str, ...]:
        """Headers nothing was found for."""
        return tuple(label for index, label in self.labels.items() if index not in self.taken)

    @property
    def mapping(self) -> dict[str, str]:
        """Header with its group → key, as it was used and may be kept for the next file."""
        taken = self.taken
        return {head.name: taken[head.index] for head in self.heads if head.index in taken}

    def heads_of(self, key: str) -> tuple[Head, ...]:
        """Return the headers a column of the shape was found under, left to right."""
        return tuple(head for head in self.heads if self.used.get(head.index) == key)


def plain(text: str) -> str:
    """Return the normal form of a header: half-width, no spaces, brackets, marks, numbering."""
    folded = squeeze(fold(clean(text))).lower()
    bare = _MARKS.sub("", _NUMBERING.sub("", _BRACKETS.sub("", folded)))
    return bare or whole(text)


def whole(text: str) -> str:
    """Return the normal form with what the brackets hold."""
    return _MARKS.sub("", _NUMBERING.sub("", squeeze(fold(clean(text))).lower()))
