"""Pinyin of names for searching: whole (yuchigong) and by initials (ycg), all readings.

Readings of characters come from the table of pypinyin, readings of surnames from our own.
"""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice, product
from pathlib import Path

from gridcenter.base.texts import fold

_SURNAMES = {
    "单": "shan", "仇": "qiu", "解": "xie", "区": "ou", "曾": "zeng", "查": "zha", "任": "ren",
    "盖": "ge", "朴": "piao", "华": "hua", "翟": "zhai", "缪": "miao", "乐": "yue", "尉": "wei",
    "种": "chong", "秘": "bi", "繁": "po", "折": "she", "黑": "he", "员": "yun", "郇": "xun",
    "冼": "xian", "洗": "xian", "令": "ling", "隗": "wei", "纪": "ji", "宁": "ning",
    "召": "shao", "燕": "yan", "卜": "bu",
    "祭": "zhai", "覃": "qin", "牟": "mou", "葛": "ge",
    "万": "wan", "石": "shi", "蕃": "bo", "眭": "sui", "贾": "jia",
    "那": "na", "娄": "lou", "宓": "mi", "晁": "chao", "谌": "chen",
    "藏": "zang", "阚": "kan", "幺": "yao", "撒": "sa", "适": "kuo",
}  # fmt: skip
_COMPOUND = {
    "尉迟": ("yu", "chi"), "万俟": ("mo", "qi"), "单于": ("chan", "yu"), "长孙": ("zhang", "sun"),
    "澹台": ("tan", "tai"), "令狐": ("ling", "hu"), "鲜于": ("xian", "yu"), "宿勤": ("su", "qin"),
    "夏侯": ("xia", "hou"), "皇甫": ("huang", "fu"), "呼延": ("hu", "yan"), "宰父": ("zai", "fu"),
    "轩辕": ("xuan", "yuan"), "濮阳": ("pu", "yang"), "公冶": ("gong", "ye"), "太叔": ("tai", "shu"),
    "申屠": ("shen", "tu"), "亓官": ("qi", "guan"), "乐正": ("yue", "zheng"),
    "仲长": ("zhong", "zhang"), "吐谷": ("tu", "yu"),
}  # fmt: skip
_MOST = 24
_SENTENCE, _AHEAD = 60, 8
_TONES = str.maketrans(
    "āáǎàēéěèêīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeeiiiioooouuuuvvvvvnnnm"
)  # fmt: skip


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    """Read the character table without importing pypinyin, whose phrases take 0.3 s."""
    spec = find_spec("pypinyin")
    folders = spec.submodule_search_locations if spec else None
    if not folders:
        return {}
    text = Path(folders[0], "pinyin_dict.json").read_text(encoding="utf-8")
    table: dict[str, str] = json.loads(text)
    return table


@lru_cache(maxsize=32768)
def sounds(char: str) -> tuple[str, ...]:
    """Return all toneless readings of one character, the usual one first; ü is written v.

    Letters and digits sound as themselves, marks and spaces not at all: ("",).
    """
    marked = _table().get(str(ord(char)))
    if marked is None:
        plain = fold(char).lower()
        return (plain if plain.isascii() and plain.isalnum() else "",)
    toneless = (_plain(sound) for sound in marked.split(","))
    return tuple(dict.fromkeys(toneless))


def _plain(sound: str) -> str:
    letters = sound.translate(_TONES)
    return letters if letters.isascii() else "".join(filter(str.isascii, letters))


def _front(name: str) -> tuple[str, ...]:
    """Return the readings of the surname where our table knows better."""
    pair = _COMPOUND.get(name[:2])
    if pair:
        return pair
    return (_SURNAMES[name[0]],) if name[:1] in _SURNAMES else ()


def _usual(name: str) -> list[str]:
    front = _front(name)
    return [*front, *[sounds(char)[0] for char in name[len(front) :]]]


def spell(text: str) -> str:
    """Return the usual pinyin without tones or spaces: 单国强 → shanguoqiang."""
    return "".join(_usual(text))


def initials(text: str) -> str:
    """Return the first letters of the usual pinyin: 单国强 → sgq."""
    return "".join([sound[:1] for sound in _usual(text)])


def readings(text: str) -> set[tuple[str, str]]:
    """Return (pinyin, initials) for every way to read a name, at most 24; the usual one always.

    吕 may be looked for as lv and as lu.
    """
    return {("".join(way), "".join([sound[:1] for sound in way])) for way in _ways(text)}


@lru_cache(maxsize=65536)
def soundings(name: str) -> frozenset[str]:
    """Return every way to say a name, its syllables apart; a sign without a sound stands for itself.

    Two names that share one of them sound alike: 于小哲 and 余晓喆.
    """
    choices = [[sound or char for sound in sounds(char)] for char in name]
    for place, sound in enumerate(_front(name)):
        choices[place] = list(dict.fromkeys((sound, *choices[place])))
    return frozenset(" ".join(way) for way in islice(product(*choices), _MOST))


@lru_cache(maxsize=65536)
def starts(text: str) -> frozenset[str]:
    """Return pinyin and initials of a name from each of its characters on, for every way to read it.

    单国强 → shanguoqiang, guoqiang, qiang, sgq, gq, q and the same with dan.
    """
    found: set[str] = set()
    for way in _ways(text):
        pinyin = letters = ""
        for sound in reversed(way):
            pinyin, letters = sound + pinyin, sound[:1] + letters
            found.add(pinyin)
            found.add(letters)
    return frozenset(found)


@lru_cache(maxsize=4096)
def openings(text: str) -> frozenset[str]:
    """Return the first letters and sounds of a sentence from each of its characters on.

    Short pieces of a long text, for looking it up by a few initials; usual readings only.
    """
    way = [sound for sound in _usual(text[:_SENTENCE]) if sound]
    found: set[str] = set()
    for at in range(len(way)):
        ahead = way[at : at + _AHEAD]
        found.add("".join([sound[:1] for sound in ahead]))
        found.add("".join(ahead[: _AHEAD // 2]))
    return frozenset(found)


@lru_cache(maxsize=32768)
def heard(text: str, letters: str) -> tuple[int, int] | None:
    """Return from where to where a text sounds like the letters: initials (lxm) or more (lixiaom)."""
    choices = [_choices(char) for char in text]
    for place, sound in enumerate(_front(text)):
        choices[place] = (sound, *choices[place])
    wide = len(letters)
    for start in range(len(text)):
        if start + wide <= len(text) and all(map(_begins, choices[start:], letters)):
            return start, start + wide
        end = _spelt(choices, start, letters)
        if end is not None:
            return start, end
    return None


def says(typed: str, *texts: str) -> bool:
    """Tell whether one of some texts holds typed words, or sounds like typed letters."""
    plain = typed.strip().lower()
    if any(plain in text.lower() for text in texts):
        return True
    return plain.isascii() and any(heard(text, plain) for text in texts if text)


def _begins(ways: Sequence[str], letter: str) -> bool:
    return any(sound[:1] == letter for sound in ways)


def _spelt(choices: Sequence[Sequence[str]], at: int, letters: str) -> int | None:
    if not letters:
        return at
    if at == len(choices):
        return None
    for sound in choices[at]:
        if sound.startswith(letters):
            return at + 1
        if sound and letters.startswith(sound):
            end = _spelt(choices, at + 1, letters[len(sound) :])
            if end is not None:
                return end
    return None


def _ways(text: str) -> Iterator[tuple[str, ...]]:
    choices = [_choices(char) for char in text]
    for place, sound in enumerate(_front(text)):
        choices[place] = tuple(dict.fromkeys((sound, *choices[place])))
    return islice(product(*choices), _MOST)


@lru_cache(maxsize=32768)
def _choices(char: str) -> tuple[str, ...]:
    ways = sounds(char)
    return tuple(dict.fromkeys((*ways, *(way.replace("v", "u") for way in ways if char > "z"))))
