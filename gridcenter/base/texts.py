"""Text as offices type it: stray spaces, full-width digits, control characters."""

import re
import unicodedata

_FULL_TO_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_ESCAPED = re.compile(r"_x00(?:0[0-9A-Fa-f]|1[0-9A-Fa-f]|7F)_")
_SPACES = re.compile(r"\s+")
_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def clean(text: str) -> str:
    """Take away what cannot be seen: control and zero-width characters, spaces at both ends.

    Line breaks, no-break and full-width spaces become plain spaces.
    """
    if text.isprintable() and "_x" not in text:
        return text.strip()
    shown = "".join(map(_shown, _ESCAPED.sub(" ", text)))
    return shown.strip()


def _shown(char: str) -> str:
    kind = unicodedata.category(char)
    if kind not in _INVISIBLE:
        return char
    return "" if kind == "Cf" or (kind == "Cc" and not char.isspace()) else " "


def fold(text: str) -> str:
    """Turn full-width letters, digits and marks into half-width ones."""
    return text if text.isascii() else text.translate(_FULL_TO_HALF)


def squeeze(text: str) -> str:
    """Take all spaces out."""
    return _SPACES.sub("", text)


def shorten(text: str, limit: int = 20) -> str:
    """Cut a text for use inside a message."""
    return text if len(text) <= limit else text[: limit - 1] + "…"
