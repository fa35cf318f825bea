"""The cards of the board: this computer, the others, the outbox, what was written two ways."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from gridcenter.access.actors import Actor, Right
from gridcenter.desk.buttons import Button, IconButton
from gridcenter.desk.cards import Card
from gridcenter.desk.chips import Chip, chip
from gridcenter.desk.empty_state import EmptyState
from gridcenter.desk.gap_bar import GapBar
from gridcenter.desk.layouts import FillingStack, Ground, Item, block, column, row, rule
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.short_list import ShortList
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words
from gridcenter.exchange.cards import NodeCard
from gridcenter.exchange.conflicts import Conflict, Sides
from gridcenter.exchange.nodes import Peer, node_title
from gridcenter.exchange.status import OutgoingState, PeerState
from gridcenter.store.fold import WHOLE

_HIGH = 34
_WHOLE, _NOTHING = Chip("齐", "done", "check"), Chip("还没收到过", "plain", "clock")
_HOLES = "triangle-alert"
_STATES = {"sealing": Chip("没封完", "due", "hourglass"), "sealed": Chip("封好未拷", "info", "package")}
_AGREED = "没有写得不一样的地方"
_NOT_HERE = "有 {} 处两边写得不一样，等能看业务数据的人裁定。请告诉中心主任"
_DONE = Chip("已回执", "done", "package-check")


class CardOfThis(Card):
    """The own card with the fingerprint to be read aloud, and whom this computer trusts."""

    def __init__(self, look: Look, *, trusts: bool) -> None:
        super().__init__(look, "本机名片", pad=(16, 8, 16, 12), gap=6)
        self._title, self._print = words("", "strong"), words("", "second", wrap=True)
        self.save = Button(look, "存名片", "key-round")
        self.trust = Button(look, "信任一台电脑", "plus")
        self._trusted = words("", "second", wrap=True)
        self.trust.setVisible(trusts)
        heads = words("信任别的电脑，要由中心主任登录来办", "note", wrap=True)
        heads.setVisible(not trusts)
        self.add(
            self._title, words("指纹，换名片时在电话里念给对方核对", "note"), self._print, rule(),
            words("信任的电脑", "note"), self._trusted, heads, None, row(self.save, self.trust, None),
        )  # fmt: skip

    def show_card(self, card: NodeCard, known: Sequence[Peer]) -> None:
        """Show who this is and who is trusted."""
        self._title.setText(node_title(card))
        self._print.setText(card.fingerprint())
        names = "、".join(peer.title for peer in known)
        self._trusted.setText(names or "还没有。先和对方互换名片，才能给它封包、收它的包")


class PeersCard(Card):
    """How far every computer's records have come in, and what is missing."""

    def __init__(self, look: Look) -> None:
        note = "橙色是没收到的一段，只能等原电脑再拷一份，不会硬接"
        super().__init__(look, "各台电脑", note=note, pad=(8, 8, 8, 8), inset=8, gap=6)
        self._list: ShortList[PeerState] = ShortList(
            look, "各台电脑",
            [
                Column("name", "电脑", lambda p: p.name, 150),
                Column("line", "收到的记录", _line, 0),
                Column("upto", "收到第几条", lambda p: f"{p.upto:,}", 100, number=True),
                Column("state", "情况", _state, 120),
                Column(
                    "ours", "对方收到本机", lambda p: f"{p.acknowledged:,}", 120, number=True, wide_only=True
                ),
            ],
            height=_HIGH, scrolls=True,
        )  # fmt: skip
        self._holes = words("", "over", wrap=True)
        self._stack = _stacked(look, self._list, "还没有别的电脑。先互换名片，再取入对方的包")
        self.add((self._stack, 1), self._holes)

    def show_peers(self, states: Sequence[PeerState]) -> None:
        """Show the computers; the trusted ones are listed before anything of them has come in."""
        self._list.show_rows({state.node: state for state in states})
        self._stack.setCurrentIndex(0 if states else 1)
        lines = [f"{s.name}缺第 {h.first}–{h.last} 条" for s in states for h in s.missing]
        self._holes.setText("；".join(lines))
        self._holes.setVisible(bool(lines))


class OutboxCard(Card):
    """Packages of this computer, until their receipts are here."""

    def __init__(self, look: Look) -> None:
        super().__init__(
            look, "发件箱", note="收到回执才算送到", pad=(8, 8, 8, 8), inset=8, gap=6
        )
        self._list: ShortList[OutgoingState] = ShortList(
            look, "发件箱",
            [
                Column("at", "封包时间", lambda o: _moment(o.noted_at), 116),
                Column("ops", "条数", lambda o: f"{o.ops:,}", 76, number=True),
                Column("to", "等谁的回执", lambda o: "、".join(o.waiting), 0),
                Column("state", "到哪一步", _step, 110),
            ],
            height=_HIGH, scrolls=True,
        )  # fmt: skip
        self._stack = _stacked(look, self._list, "还没有封过包。点“封一个新包”，拷给信任的电脑")
        self.add((self._stack, 1))

    def show_rows(self, packages: Sequence[OutgoingState]) -> None:
        """Show the packages, newest first."""
        self._list.show_rows({one.package: one for one in reversed(packages)})
        self._stack.setCurrentIndex(0 if packages else 1)


class ConflictCard(Card):
    """One clash at a time: two values side by side, one of them to be chosen.

    Who may not see business data is told how many there are, and who may settle them.
    """

    settled = Signal(object, str)
    """Conflict, and "kept" or "lost"."""
    asked = Signal(object)
    """The Conflict whose values are to be shown whole."""

    def __init__(self, look: Look, actor: Actor) -> None:
        super().__init__(look, "两边写得不一样", icon="triangle-alert", pad=(16, 8, 16, 12))
        self._look, self._at = look, 0
        self._reveals = actor.may(Right.REVEAL)
        self._all: list[tuple[Conflict, Sides]] = []
        self._back = IconButton(look, "chevron-left", "上一件", width=30)
        self._on = IconButton(look, "chevron-right", "下一件", width=30)
        self._back.clicked.connect(lambda _checked: self._go(self._at - 1))
        self._on.clicked.connect(lambda _checked: self._go(self._at + 1))
        self.whole = Button(look, "显示完整的", "eye")
        self.whole.clicked.connect(lambda _checked: self.asked.emit(self.shown))
        self._where, self._chip, self._title = words("", "note"), chip(""), words("", "strong")
        self._sides = row(gap=12)
        self._one = block(
            column(
                row(self._chip, (self._title, 1), self._where, self._back, self._on),
                self._sides, row(None, self.whole), None, gap=10,
            )
        )  # fmt: skip
        self._stack, self._none = FillingStack(120), EmptyState(look, _AGREED)
        self._stack.addWidget(self._one)
        self._stack.addWidget(self._none)
        self.add((self._stack, 1))
        self.show_conflicts(0, ())

    @property
    def shown(self) -> Conflict:
        """The clash that is shown; IndexError when there is none."""
        return self._all[self._at][0]

    def show_conflicts(self, waiting: int, found: Sequence[tuple[Conflict, Sides]]) -> None:
        """Show these of the clashes that wait, from the first."""
        self._all = list(found)
        self.note.setText(f"{waiting} 件" if waiting else "")
        self._none.say(_NOT_HERE.format(waiting) if waiting else _AGREED)
        self._stack.setCurrentIndex(0 if found else 1)
        self._go(min(self._at, len(found) - 1))

    def show_whole(self, conflict: Conflict, sides: Sides) -> None:
        """Show both values of a clash whole, until it is left."""
        if self._all and self.shown == conflict:
            self._lay_out(conflict, sides)

    def _go(self, at: int) -> None:
        self._at = max(at, 0)
        self._back.setEnabled(self._at > 0)
        self._on.setEnabled(self._at + 1 < len(self._all))
        if self._all:
            self._lay_out(*self._all[self._at])

    def _lay_out(self, clash: Conflict, sides: Sides) -> None:
        while (item := self._sides.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._where.setText(f"{self._at + 1} / {len(self._all)}")
        self._chip.setText("必须裁定" if clash.critical else "请看一看")
        self._title.setText(f"{clash.title}　{clash.label}")
        self._sides.addWidget(self._side(clash, "kept", sides.kept), 1)
        self._sides.addWidget(self._side(clash, "lost", sides.lost), 1)
        self.whole.setVisible(self._reveals and sides.hidden)

    def _side(self, clash: Conflict, which: str, value: str) -> Ground:
        stands = which == "kept"
        who = clash.kept_by if stands else clash.lost_by
        if clash.field == WHOLE:
            value = "留着" if stands else "删除"
        use = Button(self._look, "用这个", "check")
        use.clicked.connect(lambda _checked: self.settled.emit(clash, which))
        now: list[Item] = [chip("现在用的", "accent")] if stands else []
        head = row(words(who or "别人", "second"), None, *now)
        body = column(head, words(value, "head", wrap=True), None, row(None, use), gap=6, pad=12)
        return block(body, "sunken")


def _line(peer: PeerState) -> GapBar:
    gaps = tuple((hole.first, hole.last) for hole in peer.missing)
    return GapBar(max([peer.upto, *(last for _first, last in gaps)]), gaps)


def _state(peer: PeerState) -> Chip:
    lost = sum(hole.last - hole.first + 1 for hole in peer.missing)
    if lost:
        return Chip(f"缺 {lost:,} 条", "over", _HOLES)
    return _WHOLE if peer.upto else _NOTHING


def _step(package: OutgoingState) -> Chip:
    if package.state in _STATES:
        return _STATES[package.state]
    return Chip("等回执", "due", "hourglass") if package.waiting else _DONE


def _moment(text: str) -> str:
    at = datetime.fromisoformat(text).astimezone()
    return f"{at:%m-%d %H:%M}"


def _stacked(look: Look, table: ShortList[PeerState] | ShortList[OutgoingState], empty: str) -> QStackedWidget:
    stack = FillingStack(80)
    stack.addWidget(table)
    stack.addWidget(EmptyState(look, empty))
    return stack
