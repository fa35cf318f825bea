"""How alike two sightings of people are: pure rules, without the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from gridcenter.base import identity
from gridcenter.base.names import name_key
from gridcenter.base.phones import tidy_phone
from gridcenter.base.pinyin import soundings

REASONS = {
    "again": "合并以后，另一台电脑上又登记了他（她）的事",
    "number": "证件号码相同",
    "digit": "证件号码只差一位",
    "swap": "证件号码有两位写颠倒了",
    "drop": "证件号码少写或多写了一位",
    "rounded": "证件号码末三位被改成了 000，其余相同",
    "same_name": "姓名相同",
    "sound": "姓名同音",
    "birth": "出生日期相同",
    "phone": "电话相同",
    "home": "在同一户",
    "home_number": "户号相同，只是写法不同",
    "address": "住址相同",
    "head": "户主是同一个人",
    "head_sound": "户主姓名相同或同音",
}
"""Why two records may be one, in words; the strongest first."""

WEIGHTS = {
    "again": 120, "number": 100, "digit": 70, "swap": 70, "drop": 66, "rounded": 60, "same_name": 20,
    "sound": 12, "birth": 40, "phone": 34, "home": 22, "home_number": 40, "address": 30, "head": 60, "head_sound": 20,
}  # fmt: skip

_WHOLE, _SHORT = 18, 15
_FRONT, _BACK = 11, 6
"""One figure wrong or lost, or two neighbours turned, leave the front or the back of a number whole."""
_PAIR = 2
_LEAST_PHONE = 7
_NO_LAST = "000"


@dataclass(frozen=True, slots=True)
class Someone:
    """What is known of a person, in the form it is compared in."""

    id: bytes
    name: str
    sounds: frozenset[str]
    number: str
    """The identity number with eighteen figures where that can be told; "" without one."""
    sure: bool
    """Whether the number holds together: then another sure number means another person."""
    birth: date | None
    phones: frozenset[str]
    sex: str
    homes: frozenset[bytes]


def someone(
    person: bytes,
    name: str,
    number: str | None,
    birth: date | None = None,
    phone: str | None = None,
    sex: str | None = None,
    homes: frozenset[bytes] = frozenset(),
) -> Someone:
    """Return a person in the form for comparing."""
    text, sure, told = _number(number or "")
    key = name_key(name)
    return Someone(
        person, key, soundings(key), text, sure, birth or told, _phones(phone or ""), sex or "", homes
    )


def reasons_for(one: Someone, other: Someone) -> tuple[str, ...]:
    """Return why two may be one person, the strongest reason first; () when they are two."""
    name = _same_name(one, other)
    shared = [
        key
        for key, same in (
            ("birth", one.birth is not None and one.birth == other.birth),
            ("phone", not one.phones.isdisjoint(other.phones)),
            ("home", not one.homes.isdisjoint(other.homes)),
        )
        if same
    ]
    if _is_whole(one.number) and one.number == other.number:
        return ("number", *name, *shared)
    if not name or (one.sure and other.sure and one.number != other.number):
        return ()
    near = near_number(one.number, other.number)
    if near:
        return (near, *name, *shared)
    return (*name, *shared) if shared and not _apart(one, other, len(shared)) else ()


def strength(reasons: tuple[str, ...]) -> int:
    """Return how sure it is that two are one."""
    return sum(WEIGHTS[reason] for reason in reasons)


def near_number(one: str, other: str) -> str:
    """Tell how two numbers nearly agree: "digit", "swap", "drop", "rounded"; "" when they do not."""
    if abs(len(one) - len(other)) == 1 and _WHOLE in {len(one), len(other)}:
        return "drop" if _lost_one(*sorted((one, other), key=len)) else ""
    if len(one) != _WHOLE or len(other) != _WHOLE:
        return ""
    if one[:_SHORT] == other[:_SHORT] and _NO_LAST in {one[_SHORT:], other[_SHORT:]}:
        return "rounded"
    wrong = [at for at in range(_WHOLE) if one[at] != other[at]]
    if len(wrong) == 1:
        return "digit"
    turned = len(wrong) == _PAIR and wrong[0] + 1 == wrong[1]
    return "swap" if turned and one[wrong[0]] + one[wrong[1]] == other[wrong[1]] + other[wrong[0]] else ""


def blocks_of(person: Someone) -> Iterator[tuple[object, ...]]:
    """Yield the keys under which whoever may be the same person is found."""
    number = person.number
    if _is_whole(number):
        yield ("number", number)
    for sound in person.sounds:
        if person.birth is not None:
            yield (sound, person.birth)
        for phone in person.phones:
            yield (sound, phone)
        for home in person.homes:
            yield (sound, home)
        if abs(len(number) - _WHOLE) <= 1:
            yield (sound, "front", number[:_FRONT])
            yield (sound, "back", number[-_BACK:])


def _same_name(one: Someone, other: Someone) -> tuple[str, ...]:
    if one.name == other.name:
        return ("same_name",)
    return () if one.sounds.isdisjoint(other.sounds) else ("sound",)


def _apart(one: Someone, other: Someone, shared: int) -> bool:
    """Tell whether something speaks against it: sex, birth date, a whole other number."""
    if shared > 1:
        return False
    if one.sex and other.sex and one.sex != other.sex:
        return True
    if _is_whole(one.number) and _is_whole(other.number):
        return True
    return one.birth is not None and other.birth is not None and not _near_birth(one.birth, other.birth)


def _near_birth(one: date, other: date) -> bool:
    """Tell whether two days agree but for the year, the month or the day, or for their order."""
    same = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    turned = one.year == other.year and (one.month, one.day) == (other.day, other.month)
    return same > 1 or turned


def _lost_one(short: str, long: str) -> bool:
    """Tell whether a number is another one without one of its figures."""
    at = next((n for n, figure in enumerate(short) if figure != long[n]), len(short))
    return short[at:] == long[at + 1 :]


def _is_whole(number: str) -> bool:
    return len(number) == _WHOLE and not number.endswith(_NO_LAST)


@lru_cache(maxsize=65536)
def _number(text: str) -> tuple[str, bool, date | None]:
    if not text.strip():
        return "", False, None
    known = identity.check(text)
    whole = identity.upgrade(known.text)
    sure = known.reason in {"", "old_id"} and not whole.endswith(_NO_LAST)
    return whole, sure, known.birth


@lru_cache(maxsize=65536)
def _phones(text: str) -> frozenset[str]:
    numbers = tidy_phone(text)[0].split("、") if text else []
    return frozenset(one for one in numbers if len(one) >= _LEAST_PHONE)
