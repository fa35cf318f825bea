"""Names of people and villages: tidied as entered, and a normal form to match by."""

import re
import unicodedata
from functools import lru_cache

from gridcenter.base.texts import clean, fold, squeeze

_DOTS = re.compile(r"\s*[·•・．‧∙⋅●‣᛫・･]\s*")
_ASCII_DOT = re.compile(r"(?<=[^\x00-\x7f])\s*\.\s*(?=[^\x00-\x7f])")
_SPACES = re.compile(r"\s+")
_SPACE_BY_HAN = re.compile(r"(?<=[^\x00-\x7f]) (?=[^\x00-\x7f])")
_HAN = re.compile(r"[^\W\d_a-zA-Z]")

_NO_NAME = frozenset({"", "无", "空", "不详", "未知", "无名", "待定", "暂无"})
_MARKS = re.compile(r"[-—–/\\.。、*?？]*")
_ODD = re.compile(r"[\d=()（）\[\]【】/\\,，;；:：?？!！*#@]")
_LONGEST = 50

_COMMITTEES = (
    "社区居民委员会", "社区居委会", "居民委员会", "居委会",
    "村民委员会", "村委会", "村委",
)  # fmt: skip
_KINDS = ("行政村", "社区", "村", "居")
_TOWNSHIPS = ("街道办事处", "地区办事处", "街道", "地区", "镇", "乡")


@lru_cache(maxsize=65536)
def tidy_name(text: str) -> str:
    """Tidy a person's name: 王　明 → 王明, ·•・ → ·, full-width letters → half-width.

    Names in letters keep single spaces between words.
    """
    if text.isalpha() and not text.isascii() and unicodedata.is_normalized("NFC", text):
        return fold(text)
    plain = _SPACES.sub(" ", fold(unicodedata.normalize("NFC", clean(text))))
    plain = _ASCII_DOT.sub("·", _DOTS.sub("·", plain))
    return _SPACE_BY_HAN.sub("", plain).strip()


@lru_cache(maxsize=65536)
def name_key(text: str) -> str:
    """Return the form two spellings of one name share: no spaces, no dots, small letters."""
    return squeeze(tidy_name(text)).replace("·", "").casefold()


def is_no_name(text: str) -> bool:
    """Tell whether a cell only says that the name is not known (无, 不详, /, --)."""
    return text in _NO_NAME or (not text[0].isalpha() and bool(_MARKS.fullmatch(text)))


def name_problem(name: str) -> str:
    """Say in words what looks odd about a tidied name; empty when nothing does."""
    if name.isalpha() and not name.isascii() and len(name) <= _LONGEST:
        return ""
    if len(name) > _LONGEST:
        return f"有{len(name)}个字，太长，不像姓名"
    if odd := _ODD.search(name):
        return f"里有“{odd[0]}”，请只填姓名，其他的写到备注"
    return "" if _HAN.search(name) or len(name) > 1 else "只有一个字母或符号，请写全"


@lru_cache(maxsize=8192)
def village_key(text: str) -> str:
    """Return what the names of one village share: 严务村委会, 严务村, 严务 → 严务.

    A village and a community of the same name share a key; village_kind tells them apart.
    """
    name = squeeze(fold(clean(text)))
    for ending in _COMMITTEES:
        if name.endswith(ending) and name != ending:
            name = name.removesuffix(ending)
            break
    for kind in _KINDS:
        if name.endswith(kind) and name != kind:
            return name.removesuffix(kind)
    return name


def village_kind(text: str) -> str:
    """Return 社区 or 村, as a name's ending says: 幸福居委会 → 社区; empty without an ending."""
    name = squeeze(fold(clean(text)))
    if name.endswith(("居民委员会", "居委会", "社区", "居")):
        return "社区"
    return "村" if name.endswith(("村民委员会", "村委会", "村委", "村")) else ""


@lru_cache(maxsize=8192)
def without_township(text: str, township: str) -> str:
    """Take the township off the front of a village's name: 严务乡严务村 → 严务村.

    Old and loose names of the township (太阳宫乡, 太阳宫镇 for 太阳宫地区) go too.
    """
    name = squeeze(fold(clean(text)))
    bare = township
    for ending in _TOWNSHIPS:
        if township.endswith(ending) and township != ending:
            bare = township.removesuffix(ending)
            break
    for beginning in (township, *(bare + ending for ending in _TOWNSHIPS)):
        if township and name.startswith(beginning) and name != beginning:
            return name.removeprefix(beginning)
    return name
