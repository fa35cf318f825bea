"""Personal data shown only as far as a list needs it (reference §1.8, §5.1)."""

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
