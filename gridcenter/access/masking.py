"""Personal data shown only as far as a list needs it (reference §1.8, §5.1)."""

from gridcenter.store.fields import FieldInfo, Level

HIDDEN = "（不在这里显示）"
"""Stands for words too delicate to be shown beside others."""

_SHOWN_PHONE = (3, 4)
_SHORT_PHONE = 8


def mask_phone(phone: str | None) -> str:
    """Keep the first three and last four figures."""
    if not phone:
        return ""
    if len(phone) < _SHORT_PHONE:
        return "*" * len(phone)
    head, tail = _SHOWN_PHONE
    return phone[:head] + "*" * (len(phone) - head - tail) + phone[-tail:]


def mask_identity(number: str | None) -> str:
    """Keep the first and the last character."""
    if not number:
        return ""
    return number[0] + "*" * (len(number) - 2) + number[-1] if len(number) > 1 else "*"


def mask_name(name: str | None) -> str:
    """Keep the first character (by code point, so that a rare one is never cut)."""
    return name[0] + "*" * (len(name) - 1) if name else ""


_MASKS = {"phone": mask_phone, "identity": mask_identity, "concerned": mask_name}


def is_masked(info: FieldInfo) -> bool:
    """Tell whether a field is not shown as it is."""
    return info.shape in _MASKS or info.level is Level.SENSITIVE


def masked(info: FieldInfo, text: str) -> str:
    """Return the words of a field as far as its declaration, shape before level, lets them be shown."""
    if info.shape in _MASKS:
        return _MASKS[info.shape](text)
    return HIDDEN if info.level is Level.SENSITIVE and text else text
