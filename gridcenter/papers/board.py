"""The notice board of a grid (公示牌): one A3 sheet lying down, in colour, to be put up where people pass."""

from collections.abc import Sequence

from gridcenter.base.progress import Progress
from gridcenter.papers.board_sheet import BoardPerson, BoardSheet
from gridcenter.papers.faces import Face
from gridcenter.papers.painter import Ink, Painter
from gridcenter.papers.paper import MM, Imprint, Paper, Sheet

A3 = Sheet(420, 297, 22, 16, 398, 281)
RED: Ink = (0.69, 0.09, 0.10)
GOLD: Ink = (0.79, 0.60, 0.20)
GREY: Ink = (0.35, 0.35, 0.35)
FAINT: Ink = (0.6, 0.6, 0.6)
PALE: Ink = (0.985, 0.965, 0.93)
WHITE: Ink = (1, 1, 1)
_PHOTO: Ink = (0.96, 0.96, 0.95)
_DUTIES = (
    "收集社情民意，掌握户情、人情、事情", "排查矛盾纠纷，就地调解，及时上报",
    "巡查安全隐患，做好禁烧、防火、防汛", "宣传党的政策和法律法规", "代办帮办，重点人群定期走访",
)  # fmt: skip
_STEPS = ("呈报", "受理", "交办", "反馈")
_PROMISE = "群众有事先找网格员。网格内能办的当场办，不能办的填写流转单，办结后由网格员当面反馈，接受群众评价。"
_LINES = (("政务服务便民热线", "12345"), ("森林火警", "12119"), ("火警、急救、报警", "119 / 120 / 110"))
_ACROSS, _FEW_ROWS, _MOST_ROWS, _CARDS_TOP, _CARDS_LOW = 3, 2, 4, 97.0, 187.0
_WITH_PHOTO, _LOW = 26.0, 20.0
"""Heights from which a card has room for a photograph, below which it has two lines alone."""


def draw_boards(sheets: Sequence[BoardSheet], imprint: Imprint, progress: Progress) -> tuple[bytes, str, Paper]:
    """Return the file of these boards, a page each, its check code, and the paper; raises Stopped."""
    paper = Paper(A3, imprint)
    for place, one in enumerate(sheets):
        if place:
            paper.new_page()
        _draw(paper, one)
        progress.step(place + 1, len(sheets), "画公示牌")
    check, codes = paper.check_code(), iter([one.number for one in sheets])

    def stamp(painter: Painter) -> None:
        painter.qr(A3.left * MM, (A3.height - 285) * MM, 12 * MM, f"{next(codes)}|{check}")

    return paper.pdf(stamp, lambda page, pages: progress.step(page, pages, "写成页面")), check, paper


def _draw(paper: Paper, one: BoardSheet) -> None:
    paper.panel(6, 6, 408, 285, weight=2.2, edge=RED)
    paper.panel(8.4, 8.4, 403.2, 280.2, weight=0.6, edge=GOLD, ground=PALE)
    paper.panel(8.4, 8.4, 403.2, 44, ground=RED)
    paper.panel(8.4, 53.2, 403.2, 0.6, ground=GOLD)
    size, gap = _fitted(paper, one.title, "bold", 50, 380), 5.0
    paper.text(210, 30.4 + size * 0.38 / MM, one.title, "bold", size, "c", gap=gap * size / 50, ink=WHITE)
    if one.motto:
        paper.text(210, 64, one.motto, "heavy", 15, "c", gap=2, ink=RED)
    _facts(paper, one, 74 if one.motto else 68)
    _people(paper, one.people)
    _duties(paper)
    _sketch(paper)
    _lines(paper, one.lines)
    _steps(paper)
    _foot(paper, one)


def _facts(paper: Paper, one: BoardSheet, y: float) -> None:
    """Set the facts in one line if they fit, else a line each; the size stands at the right."""
    size = 15.0
    wide = sum(paper.faces.width(f"{a}：{b}", "song") * size / MM + 12 for a, b in one.facts)
    room = A3.room - paper.faces.width(one.size, "song") * size / MM - 8
    paper.text(A3.right, y, one.size, "song", size, "r")
    x = A3.left
    if wide <= room:
        for label, words in one.facts:
            x += paper.text(x, y, f"{label}：", "heavy", size, ink=RED)
            x += paper.text(x, y, words, "song", size) + 12
        return
    for place, (label, words) in enumerate(one.facts):
        base = y + place * 7 - (3 if len(one.facts) > 1 else 0)
        used = paper.text(A3.left, base, f"{label}：", "heavy", 13, ink=RED)
        limit = (room if not place else A3.room) - used
        fitted = _fitted(paper, words, "song", 13, limit)
        lines = paper.broken(words, "song", max(fitted, 9), limit)
        for n, line in enumerate(lines[:2]):
            paper.set_shaped(A3.left + used, base + n * 5, line, max(fitted, 9))


def _people(paper: Paper, people: Sequence[BoardPerson]) -> None:
    """Set the cards of the people, three abreast; smaller ones where there are more than six."""
    _heading(paper, A3.left, 91, "网格力量")
    rows = max(-(-len(people) // _ACROSS), 2)
    across = _ACROSS
    if rows > _MOST_ROWS:
        across = _ACROSS + 1
        rows = -(-len(people) // across)
    wide = (264 - 4 * (across - 1)) / across
    gap = 5 if rows <= _FEW_ROWS else 3
    high = (_CARDS_LOW - _CARDS_TOP + 4 - gap * (rows - 1)) / rows
    for place, one in enumerate(people):
        x = A3.left + place % across * (wide + 4)
        y = _CARDS_TOP - 2 + place // across * (high + gap)
        _card(paper, (x, y, wide, high), one)


def _card(paper: Paper, box: tuple[float, float, float, float], one: BoardPerson) -> None:
    x, y, wide, high = box
    paper.panel(x, y, wide, high, weight=0.6, edge=GOLD, ground=WHITE, round_=1.5)
    part = min(high / 44, 1.0)
    left = x + 4
    if high >= _WITH_PHOTO:
        tall = high - 9
        paper.panel(left, y + 4.5, tall * 25 / 35, tall, weight=0.5, edge=FAINT, ground=_PHOTO)
        paper.text(left + tall * 12.5 / 35, y + high / 2 + 1.2, "照　片", "song", 9 * max(part, 0.7), "c", ink=FAINT)
        left += tall * 25 / 35 + 5
    room = x + wide - left - 2
    if high < _LOW:
        paper.text(left, y + high * 0.42, one.post, "heavy", 10, ink=RED)
        paper.text(left, y + high * 0.84, one.phone, "hei", 11)
        size = _fitted(paper, one.name, "bold", 15, room * 0.5)
        paper.text(x + wide - 4, y + high * 0.5, one.name, "bold", size, "r", gap=0.5)
        return
    small = max(part, 0.62)
    marks = (0.28, 0.55, 0.76, 0.92) if one.duty else (0.32, 0.62, 0.86, 1)
    paper.text(left, y + high * marks[0], one.post, "heavy", 13 * small, ink=RED)
    paper.text(left, y + high * marks[1], one.name, "bold", _fitted(paper, one.name, "bold", 21 * small, room), gap=1)
    paper.text(left, y + high * marks[2], one.phone, "hei", _fitted(paper, one.phone, "hei", 13.5 * small, room))
    if one.duty:
        size = _fitted(paper, one.duty, "song", 10.5 * small, room)
        paper.text(left, y + high * marks[3], one.duty, "song", size, ink=GREY)


def _duties(paper: Paper) -> None:
    _heading(paper, 292, 91, "网格职责")
    paper.panel(292, 95, 106, 94, weight=0.6, edge=GOLD, ground=WHITE, round_=1.5)
    for place, duty in enumerate(_DUTIES):
        y = 107.5 + place * 17.6
        paper.text(299, y, f"{place + 1}", "bold", 16, "c", ink=RED)
        paper.text(305, y, duty, "song", 13.5)


def _sketch(paper: Paper) -> None:
    _heading(paper, A3.left, 203, "网格示意")
    paper.panel(A3.left, 207.5, 172, 60, weight=0.6, edge=GOLD, ground=WHITE, round_=1.5)
    paper.text(A3.left + 86, 238.5, "（粘贴网格示意图，172×60毫米）", "song", 11, "c", ink=FAINT)


def _lines(paper: Paper, own: Sequence[tuple[str, str]]) -> None:
    _heading(paper, 202, 203, "服务热线")
    paper.panel(202, 207.5, 80, 60, weight=0.6, edge=GOLD, ground=WHITE, round_=1.5)
    lines = [*own, *_LINES]
    step = 60 / (len(lines) + 0.4)
    for place, (name, phone) in enumerate(lines):
        y = 207.5 + (place + 0.7) * step + 1.8
        used = paper.text(207, y, name, "song", 12)
        paper.text(277, y, phone, "heavy", _fitted(paper, phone, "heavy", 13, 66 - used), "r", ink=RED)


def _steps(paper: Paper) -> None:
    _heading(paper, 292, 203, "办事流程")
    paper.panel(292, 207.5, 106, 60, weight=0.6, edge=GOLD, ground=WHITE, round_=1.5)
    for place, step in enumerate(_STEPS):
        x = 297 + place * 25.2
        paper.panel(x, 214, 19, 12, weight=0.8, edge=RED, ground=WHITE, round_=1.5)
        paper.text(x + 9.5, 221.8, step, "heavy", 13, "c", ink=RED)
        if place < len(_STEPS) - 1:
            paper.text(x + 22.1, 221.8, "→", "song", 13, "c", ink=RED)
    for place, line in enumerate(paper.broken(_PROMISE, "song", 12.5, 96)):
        paper.set_shaped(297, 237 + place * 7.4, line, 12.5)


def _foot(paper: Paper, one: BoardSheet) -> None:
    paper.text(38, 277.5, f"编号　{one.number}　第 {one.version} 版", "song", 10)
    paper.text(38, 283.2, "人员、电话变动后本牌作废，由中心换发", "song", 10, ink=GREY)
    paper.text(A3.right, 277.5, f"监制：{one.issuer}", "song", 11, "r")
    paper.text(A3.right, 283.2, f"更新日期：{one.made_on}", "song", 11, "r")


def _heading(paper: Paper, x: float, y: float, words: str) -> None:
    paper.panel(x, y - 5, 1.8, 6.4, ground=RED)
    paper.text(x + 4.5, y, words, "heavy", 15, gap=1)


def _fitted(paper: Paper, words: str, face: Face, size: float, room: float) -> float:
    """Return the size of type at which words fit, at most `size`; a board has no second line for a name."""
    wide = (paper.faces.width(words, face) + 0.1 * max(len(words) - 1, 0)) * size / MM
    return size if wide <= room else size * room / wide
