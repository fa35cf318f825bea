"""Amounts of money as papers write them: to the hundredth, and in the characters of banks."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
_FIGURES = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


def to_cents(amount: Decimal) -> Decimal:
    """Round to the hundredth, halves away from zero (四舍五入到分)."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def yuan(amount: Decimal) -> str:
    """Write an amount: 1,234.50."""
    return f"{to_cents(amount):,.2f}"


def capitals(amount: Decimal) -> str:
    """Write an amount as cheques do: 壹仟贰佰叁拾肆元伍角整 (正确填写票据和结算凭证的基本规定, 人民银行)."""
    cents = int(to_cents(abs(amount)) * 100)
    whole, (tenths, hundredths) = cents // 100, divmod(cents % 100, 10)
    said = f"{_whole(whole)}元" if whole or not cents else ""
    if tenths:
        said += f"{_FIGURES[tenths]}角"
    elif hundredths and whole:
        said += "零"
    said += f"{_FIGURES[hundredths]}分" if hundredths else "整"
    return f"负{said}" if amount < 0 else said


def _whole(number: int) -> str:
    if not number:
        return "零"
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    said = ""
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        below = said and 0 < group < 1000  # noqa: PLR2004  (its thousands are a nought)
        gap = said and group and place + 1 < len(groups) and not groups[place + 1]
        said += f"{'零' if (below or gap) else ''}{_group(group)}{_GROUPS[place] if group else ''}"
    return said


def _group(group: int) -> str:
    said, gap = "", False
    for place in range(3, -1, -1):
        figure = group // 10**place % 10
        if figure:
            said += f"{'零' if gap else ''}{_FIGURES[figure]}{_PLACES[place]}"
            gap = False
        elif said:
            gap = True
    return said
