"""Colours, type and distances of the desk: the only place where a colour is written down."""

from dataclasses import dataclass
from typing import Final

SPACE: Final = {"s1": 4, "s2": 8, "s3": 12, "s4": 16, "s5": 24, "s6": 32}
RADIUS: Final = {"r1": 4, "r2": 6, "r3": 10}
TYPE: Final = {
    "t_small": 12,
    "t_note": 13,
    "t_body": 14,
    "t_head": 16,
    "t_page": 20,
    "t_number": 26,
    "t_title": 34,
}
SIZE: Final = {"h_control": 32, "h_row": 34, "h_compact": 28, "icon": 18}
STROKE: Final = 1.75
"""Stroke of every icon, at 24 units."""


@dataclass(frozen=True)
class Tokens:
    """Every colour of one theme, as #RRGGBB (`scrim` as #AARRGGBB)."""

    name: str
    # grounds, from back to front
    canvas: str
    surface: str
    raised: str
    sunken: str
    hover: str
    # rule, divider, control outline (3:1)
    line: str
    line_strong: str
    edge: str
    # words: main, second, note, disabled
    text: str
    text2: str
    text3: str
    off: str
    # deep red as a fill
    accent: str
    accent_hover: str
    accent_press: str
    on_accent: str
    # deep red as words, as a ground, as a ring, as the wall of the log-in
    accent_text: str
    accent_soft: str
    focus: str
    banner: str
    # states, each with its ground
    due: str
    due_soft: str
    over: str
    over_soft: str
    done: str
    done_soft: str
    info: str
    info_soft: str
    error: str
    error_soft: str
    # series of a chart, and the rules behind them
    chart1: str
    chart2: str
    chart3: str
    grid_line: str
    # cold to hot, and the words on them
    heat0: str
    heat1: str
    heat2: str
    heat3: str
    heat4: str
    heat_lo: str
    heat_hi: str
    # veil behind a dialog; a sheet is always white
    scrim: str
    paper: str
    ink: str
    ink2: str
    paper_head: str


LIGHT = Tokens(
    "light",
    canvas="#F5F3F0",
    surface="#FFFFFF",
    raised="#FFFFFF",
    sunken="#FAF8F6",
    hover="#F3F0EC",
    line="#E7E3DE",
    line_strong="#D6D0C9",
    edge="#908981",
    text="#24211F",
    text2="#55504B",
    text3="#6A645E",
    off="#A39C94",
    accent="#9B2530",
    accent_hover="#841D28",
    accent_press="#6E1620",
    on_accent="#FFFFFF",
    accent_text="#9B2530",
    accent_soft="#F9ECEC",
    focus="#C4525C",
    banner="#8E202B",
    due="#7D5200",
    due_soft="#FCF1D9",
    over="#AD3A0B",
    over_soft="#FDEBE1",
    done="#2B663C",
    done_soft="#E6F2E8",
    info="#2A5A87",
    info_soft="#E8F0F7",
    error="#B3261E",
    error_soft="#FCECEA",
    chart1="#9B2530",
    chart2="#55799C",
    chart3="#C9BFB4",
    grid_line="#ECE8E3",
    heat0="#F7E1D6",
    heat1="#FBF0E4",
    heat2="#F1F2E6",
    heat3="#DCEBDD",
    heat4="#BEDCC4",
    heat_lo="#8A2F0A",
    heat_hi="#24211F",
    scrim="#66231F1D",
    paper="#FFFFFF",
    ink="#1A1A1A",
    ink2="#4A4A4A",
    paper_head="#F2F2F2",
)
DARK = Tokens(
    "dark",
    canvas="#191817",
    surface="#22201F",
    raised="#2A2826",
    sunken="#1E1C1B",
    hover="#312E2C",
    line="#35322F",
    line_strong="#46423E",
    edge="#807972",
    text="#EDE9E4",
    text2="#C2BBB3",
    text3="#A29B93",
    off="#6F6962",
    accent="#B23A45",
    accent_hover="#C24A55",
    accent_press="#98303A",
    on_accent="#FFFFFF",
    accent_text="#F0989D",
    accent_soft="#3D2527",
    focus="#E07A82",
    banner="#5E1D25",
    due="#E8BC63",
    due_soft="#3A2F18",
    over="#F2A27A",
    over_soft="#41281B",
    done="#8CC79A",
    done_soft="#213327",
    info="#93BBE0",
    info_soft="#202F3D",
    error="#F49A90",
    error_soft="#432422",
    chart1="#D9636D",
    chart2="#86A9CB",
    chart3="#5C554E",
    grid_line="#34312E",
    heat0="#5A2F1C",
    heat1="#43301F",
    heat2="#33322A",
    heat3="#28402F",
    heat4="#2F5A3D",
    heat_lo="#F9C9AE",
    heat_hi="#EDE9E4",
    scrim="#99000000",
    paper="#FFFFFF",
    ink="#1A1A1A",
    ink2="#4A4A4A",
    paper_head="#F2F2F2",
)

_GROUNDS: Final = ("canvas", "surface", "raised", "sunken", "hover", "accent_soft")
_INKS: Final = ("text", "text2", "text3", "accent_text")
_STATES: Final = ("due", "over", "done", "info", "error")
AA_WORDS: Final = 4.5
AA_SHAPES: Final = 3.0


def pairs() -> list[tuple[str, str, float]]:
    """List every (ink, ground, least contrast) that may meet on the screen; WCAG 2.2 AA."""
    found = [(ink, ground, AA_WORDS) for ground in _GROUNDS for ink in _INKS]
    found += [("on_accent", f"accent{s}", AA_WORDS) for s in ("", "_hover", "_press")]
    on = ("surface", "raised", "sunken", "canvas")
    found += [(s, g, AA_WORDS) for s in _STATES for g in (f"{s}_soft", *on)]
    found += [(ink, "info_soft", AA_WORDS) for ink in _INKS]
    found += [(ink, "error_soft", AA_WORDS) for ink in ("text", "text3")]
    found += [(s, "accent_soft", AA_WORDS) for s in ("error", "over")]
    found += [("on_accent", "banner", AA_WORDS), ("heat_lo", "heat0", AA_WORDS)]
    found += [("heat_hi", f"heat{n}", AA_WORDS) for n in range(5)]
    found += [
        ("ink", "paper", AA_WORDS),
        ("ink2", "paper", AA_WORDS),
        ("ink", "paper_head", AA_WORDS),
    ]
    found += [(s, g, AA_SHAPES) for s in ("edge", "focus") for g in ("surface", "canvas", "raised", "sunken")]
    return [*found, ("chart1", "surface", AA_SHAPES), ("chart2", "surface", AA_SHAPES)]


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2.x contrast (1 to 21) of two #RRGGBB colours."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= _KNEE else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


_KNEE: Final = 0.03928
