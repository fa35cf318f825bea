"""Finding the header of a sheet, and which of its columns is which of a shape."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from gridcenter.base.errors import Damaged, NotFound, RuleBroken
from gridcenter.base.texts import fold, squeeze
from gridcenter.sheets.cells import Raw, tidy, words
from gridcenter.sheets.columns import NAMES, Col, Head, Shape, Table, plain, whole
from gridcenter.sheets.persons import further_people
from gridcenter.sheets.reading import Sheet


class HeadRows(NamedTuple):
    """Where a header stands: its first row, counted from 1, and how many rows it has."""

    row: int
    depth: int


SEARCHED = 15
"""A header stands in one of the first rows."""

VERDICT_COLUMNS = ("结论", "说明")
VERDICT_SHEETS = ("要改的行", "全部行")
_VERDICT_SHEET = re.compile(
    rf"(?P<own>.*)（(?:{'|'.join(VERDICT_SHEETS)})）|(?:{'|'.join(VERDICT_SHEETS)})\d*"
)

_DEEPEST = 3
_FEWEST = 2
_SERIAL = frozenset({"序号", "序", "行号", "编号", "no", "num", "xh", "顺序号"})
_BEFORE = re.compile(
    r"(?:本人|村民|居民|农户|人员|成员|家庭成员|家庭|所在|所属|个人|常用|主要|现居?|登记|具体|详细|公民"
    r"|有效|党员|群众|本|现在|目前|(?:个人)?基本情况|(?:个人)?基本信息)?"
)
_AFTER = re.compile(r"(?:情况|信息)?(?:号|号码|码|名称|名字|姓名|情况|信息|必填|选填|一|1)?")
_LINE_OF_FORM = re.compile(r"[^:：]{2,8}[:：]|^单位(?:[:：]|$)")
_EITHER = re.compile(r"[/／、\\]|或者?|及")
_SCORES = {"mapped": 10_000.0, "told": 9000.0, "grouped": 1500.0, "exact": 1000.0, "near": 500.0}
_OWN, _STRANGE = 200.0, -5.0


def is_serial(head: Head) -> bool:
    """Tell whether a column only counts the rows."""
    return head.plain in _SERIAL


def own_name(sheet: str) -> str:
    """Return what a sheet of a verdict workbook was called before: 甲村（要改的行） → 甲村."""
    found = _VERDICT_SHEET.fullmatch(sheet)
    return sheet if found is None else found["own"] or ""


def find_table(
    sheet: Sheet, shape: Shape, mapping: Mapping[str, str], at: HeadRows | None = None
) -> Table | None:
    """Find the header: the rows where most columns of the shape are found, the required first.

    `at` says where it stands.
    """
    if at is not None:
        return _table_at(sheet, shape, mapping, at)
    best: Table | None = None
    for table in _candidates(sheet, shape, mapping):
        if best is None or _worth(table, shape) > _worth(best, shape):
            best = table
    return _deepened(best, sheet, shape) if best and best.depth == 1 else best


def _table_at(sheet: Sheet, shape: Shape, mapping: Mapping[str, str], at: HeadRows) -> Table | None:
    top, depth = at.row - 1, min(at.depth, len(sheet.rows) - at.row + 1)
    if depth < 1:
        return None
    return _read_table(sheet, shape, mapping, top, depth)


def _read_table(
    sheet: Sheet, shape: Shape, mapping: Mapping[str, str], top: int, depth: int
) -> Table:
    heads = read_heads(sheet, top, depth)
    used, members = further_people(heads, match(heads, shape, mapping), shape, mapping)
    return Table(
        sheet.name, top + 1, depth, tuple(heads), used, _above(sheet, top), members
    )


def _deepened(table: Table, sheet: Sheet, shape: Shape) -> Table:
    """Count a second row to the header that only names columns nobody asked for."""
    top = table.row - 1
    below = sheet.rows[top + 1] if top + 1 < len(sheet.rows) else []
    grouped = any(
        first == top and left < right and all(_is_label(raw) for raw in below[left : right + 1])
        for first, left, _, right in sheet.merged
    )
    needed = [i for i, key in table.taken.items() if shape.by_key[key].required]
    if not below or not grouped or not all(below[index] == "" for index in needed):
        return table
    return replace(table, depth=2, heads=tuple(read_heads(sheet, top, 2)))


def _is_label(raw: Raw) -> bool:
    return isinstance(raw, str) and raw != ""


def likely_heads(sheet: Sheet) -> tuple[str, ...]:
    """Return the headers of the fullest of the first rows, for want of one that is known."""
    tops = range(min(SEARCHED, len(sheet.rows)))
    depths = [min(_merged_depth(sheet, top), len(sheet.rows) - top) for top in tops]
    found = [read_heads(sheet, top, depth) for top, depth in zip(tops, depths, strict=True)]
    fullest = max(found, key=len, default=[])
    return tuple(Table(sheet.name, 1, 1, tuple(fullest)).labels.values())


def fits(table: Table, shape: Shape) -> bool:
    """Tell whether the header found is one: all required columns, and not one alone."""
    few = min(_FEWEST, len(shape.columns))
    return not missing(table, shape) and len(set(table.taken.values())) >= few


def missing(table: Table, shape: Shape) -> tuple[Col, ...]:
    """Return the required columns that were not found."""
    found = set(table.taken.values())
    return tuple(col for col in shape.columns if col.required and col.key not in found)


def _worth(table: Table, shape: Shape) -> tuple[int, int, int]:
    """A column known to be another person's is understood as well as one that is used."""
    refused = sum(
        head.index not in table.taken and _is_anothers(head, shape) for head in table.heads
    )
    return -len(missing(table, shape)), len(table.taken) + refused, refused


def _candidates(sheet: Sheet, shape: Shape, mapping: Mapping[str, str]) -> Iterator[Table]:
    for depth in range(1, _DEEPEST + 1):
        for top in range(min(SEARCHED, len(sheet.rows) - depth + 1)):
            deep = max(depth, _merged_depth(sheet, top))
            if deep > 1 and _is_title(sheet, top):
                continue
            table = _read_table(sheet, shape, mapping, top, deep)
            if table.used:
                yield table


def _is_title(sheet: Sheet, top: int) -> bool:
    """Tell whether a row is a title or a line such as 填报单位：…, which heads no columns."""
    row = sheet.rows[top]
    said = [index for index, raw in enumerate(row) if raw != ""]
    if all(_LINE_OF_FORM.search(_text(row[index])) for index in said):
        return True
    if len(said) > 1 or said[0] != 0:
        return False
    below = sheet.rows[top + 1]
    wide = max((right for first, _, _, right in sheet.merged if first == top), default=0)
    group = 0 < wide < max((i for i, raw in enumerate(below) if raw != ""), default=0)
    return not group


def _above(sheet: Sheet, top: int) -> tuple[tuple[Raw, ...], ...]:
    rows = (tuple(raw for raw in row if raw != "") for row in sheet.rows[:top])
    return tuple(filter(None, rows))


def _merged_depth(sheet: Sheet, top: int) -> int:
    """Cells merged downwards from the header's first row tell how deep it is."""
    depths = [
        bottom - top + 1
        for first, _, bottom, _ in sheet.merged
        if first == top and 1 < bottom - top + 1 <= _DEEPEST
    ]
    return max(depths, default=1)


def read_heads(sheet: Sheet, top: int, depth: int) -> list[Head]:
    """Read a header of one to three rows; groups spread over the columns below them."""
    levels = [_level(sheet, row, row < top + depth - 1) for row in range(top, top + depth)]
    heads = []
    for index, parts in enumerate(zip(*levels, strict=False)):
        named = list(dict.fromkeys(filter(None, parts)))
        if named:
            heads.append(Head(index, named[-1], "".join(named[:-1])))
    if _VERDICT_SHEET.fullmatch(sheet.name):
        heads = [head for head in heads if head.text not in VERDICT_COLUMNS]
    return heads


def _level(sheet: Sheet, row: int, spread: bool) -> list[str]:
    texts = [_text(raw) for raw in sheet.rows[row]]
    if not spread:
        return texts
    merges = [merge for merge in sheet.merged if merge[0] == row]
    if merges:
        for _, left, _, right in merges:
            texts[left : right + 1] = [texts[left]] * len(texts[left : right + 1])
        return texts
    below = sheet.rows[row + 1]
    for index in range(1, len(texts)):
        if not texts[index] and _text(below[index]) and _text(below[index - 1]):
            texts[index] = texts[index - 1]
    return texts


def _text(raw: Raw) -> str:
    return "" if raw == "" else words(tidy(raw))


def match(heads: list[Head], shape: Shape, mapping: Mapping[str, str]) -> dict[int, str]:
    """Give each header at most one column and each column its best header.

    Columns with a pattern take what is left. `mapping` goes before everything; "" leaves a header
    out.
    """
    used: dict[int, str] = {}
    taken: set[str] = set()
    for _, index, key in sorted(_claims(heads, shape, mapping), key=lambda claim: -claim[0]):
        if index not in used and (key not in taken or not key):
            used[index] = key
            taken.add(key)
    for head in heads:
        if head.index not in used and not is_serial(head):
            used.update(_by_pattern(head, shape))
    return {index: used[index] for index in sorted(used) if used[index]}


def _claims(
    heads: list[Head], shape: Shape, mapping: Mapping[str, str]
) -> Iterator[tuple[float, int, str]]:
    wanted = {plain(text): key for text, key in mapping.items()}
    for head in heads:
        for said, score in ((head.name, _SCORES["mapped"]), (head.text, _SCORES["told"])):
            key = mapping.get(said, wanted.get(plain(said)))
            if key is not None:
                yield score + (_kinship(head, key, shape) or 0), head.index, key
        yield from _exactly(head, shape)
        if len(head.text) > 1 and not is_serial(head):
            yield from _near(head, shape)


def _exactly(head: Head, shape: Shape) -> Iterator[tuple[float, int, str]]:
    """A header that says with its group what it is goes before one that says it alone."""
    if head.group:
        person, sure = _person(head.group, shape)
        if sure and head.plain in NAMES:
            yield _SCORES["grouped"], head.index, person
        for form in dict.fromkeys((whole(head.name), plain(head.name))):
            for key, rank in shape.exact.get(form, ()):
                yield _SCORES["grouped"] - 10 * rank, head.index, key
    for place, form in enumerate(_forms(head)):
        for key, rank in shape.exact.get(form, ()):
            kinship = _kinship(head, key, shape)
            if kinship is not None:
                yield _SCORES["exact"] + kinship - 10 * rank - place, head.index, key


def _forms(head: Head) -> tuple[str, ...]:
    parts = [plain(part) for part in _EITHER.split(head.text)]
    return tuple(dict.fromkeys(filter(None, (whole(head.text), plain(head.text), *parts))))


def _near(head: Head, shape: Shape) -> Iterator[tuple[float, int, str]]:
    """Accept harmless words before and after: 家庭住址 is 住址, but 户主姓名 is not 姓名."""
    for form in dict.fromkeys((plain(head.name), head.plain)):
        for word, keys in shape.exact.items():
            before, found, after = form.partition(word)
            if not found or len(word) < _FEWEST or not _AFTER.fullmatch(after):
                continue
            for key, _ in keys:
                kinship = _kinship(head, key, shape)
                if kinship is not None and _may_precede(before, key, shape):
                    yield _SCORES["near"] + 10 * len(word) + kinship, head.index, key


def _may_precede(before: str, key: str, shape: Shape) -> bool:
    if _BEFORE.fullmatch(before):
        return True
    return key in shape.person_of and _person(before, shape) == (shape.person_of[key], True)


def _kinship(head: Head, key: str, shape: Shape) -> float | None:
    """Return what the group says for a header being this column; None when it says it is not.

    Under 微网格员 stands the telephone of the 微网格员, under 网格长 that of another.
    """
    owner = shape.person_of.get(key)
    if not head.group or not owner:
        return 0
    if any(word in head.plain for word, person in shape.people.items() if person == owner):
        return 0
    person, sure = _person(head.group, shape)
    if person and person != owner:
        return None
    return _OWN if person and sure else _STRANGE


def _person(text: str, shape: Shape) -> tuple[str, bool]:
    """Return whom a group or the beginning of a header names, and whether it is surely that one."""
    bare = plain(text)
    for word, key in shape.people.items():
        before, found, after = bare.rpartition(word)
        if found and _AFTER.fullmatch(after):
            return key, bool(_BEFORE.fullmatch(before))
    return "", False


def _is_anothers(head: Head, shape: Shape) -> bool:
    """Tell whether a header would be a column if its group did not name another person."""
    keys = [key for form in _forms(head) for key, _ in shape.exact.get(form, ())]
    return bool(head.group and keys) and all(_kinship(head, key, shape) is None for key in keys)


def _by_pattern(head: Head, shape: Shape) -> dict[int, str]:
    text = squeeze(fold(head.text))
    for col in shape.columns:
        if col.pattern and col.pattern.search(text):
            return {head.index: col.key}
    return {}


def load_mapping(path: Path, shape: Shape) -> dict[str, str]:
    """Read {header: key or title} from a JSON file; "" leaves a header out.

    Raises NotFound, Damaged, RuleBroken("mapping").
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise NotFound(f"找不到列对应文件“{path}”") from error
    except (OSError, ValueError) as error:
        raise Damaged(f"列对应文件“{path.name}”读不出来，应是 UTF-8 的 JSON") from error
    if not isinstance(data, dict) or not all(isinstance(key, str) for key in data.values()):
        raise RuleBroken("mapping", f"“{path.name}”应写成 {{“表头”: “列名”}} 这样")
    return check_mapping(data, shape)


def check_mapping(mapping: Mapping[str, str], shape: Shape) -> dict[str, str]:
    """Turn titles into keys; raises RuleBroken("mapping") when a column is not known."""
    titles = {col.title: col.key for col in shape.columns}
    checked = {head: titles.get(key, key) for head, key in mapping.items()}
    for head, key in checked.items():
        if key and key not in shape.by_key:
            known = "、".join(titles)
            words_ = f"列对应里“{head}”对到了“{key}”，没有这一列。可用的列：{known}"
            raise RuleBroken("mapping", words_)
    return checked
