"""Telephone numbers as offices type them."""

import re
from functools import lru_cache

from gridcenter.base.texts import clean, fold

_NOTHING = re.compile(r"[-—–/\\.。无没有空缺略\s]*")
_FILL = re.compile(r"[\s\-‐‑–—－.·()（）_]+")
_COUNTRY = re.compile(r"(?:\+|00)?86(?=1\d{10}$|0\d{9,11}$)")
_MOBILE = re.compile(r"1\d{10}", re.ASCII)
_LANDLINE = re.compile(r"(?:0\d{2,3})?[2-9]\d{6,7}|[48]00\d{7}|\d{3,6}", re.ASCII)
_SEVERAL = re.compile(r"[,，;；/、|\s]+")
_TRAILING_ZERO = re.compile(r"\.0+$")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d{1,2}", re.ASCII)
_MOBILE_DIGITS = 11


@lru_cache(maxsize=65536)
def tidy_phone(text: str) -> tuple[str, str]:
    """Return one number without dashes and +86, and in words what is wrong with it.

    Several numbers in one cell stay together, parted by 、. 无 and -- are no number: ("", "").
    """
    if _MOBILE.fullmatch(text):
        return text, ""
    plain = fold(clean(text)).strip("'’‘`\"")
    if _NOTHING.fullmatch(plain):
        return "", ""
    whole = _one(plain)
    if _known(whole):
        return whole, ""
    parts = [_one(part) for part in _SEVERAL.split(plain) if part]
    if len(parts) > 1 and all(map(_known, parts)):
        return "、".join(dict.fromkeys(parts)), ""
    return whole, _complaint(whole)


def _one(text: str) -> str:
    text = _TRAILING_ZERO.sub("", text)
    if _SCIENTIFIC.fullmatch(text):
        text = str(int(float(text)))
    return _COUNTRY.sub("", _FILL.sub("", text))


def _known(number: str) -> bool:
    return bool(_MOBILE.fullmatch(number) or _LANDLINE.fullmatch(number))


def _complaint(number: str) -> str:
    if not number.isdecimal():
        return "有不该出现的字符，请只填号码"
    if number.startswith("1"):
        return f"有{len(number)}位，手机号应为{_MOBILE_DIGITS}位"
    return f"有{len(number)}位，不像电话号码，请核对"
