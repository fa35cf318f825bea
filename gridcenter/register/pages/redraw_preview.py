"""What a redrawing would do, shown before it is written."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gridcenter.base.errors import GridCenterError
from gridcenter.desk.buttons import Button
from gridcenter.desk.choices import Choice
from gridcenter.desk.drawer_parts import Due, Fact, due_box, fact_list
from gridcenter.desk.layouts import column, empty, row
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words
from gridcenter.register.services.redraw_preview import Flow, PostEnd, Preview

_WAITING = "把上面填好，这里就会写明哪些户、哪些人、哪些岗位和事项会怎样变动。"
_MANY = 12


class PreviewPane(QWidget):
    """Before and after, what moves, which posts end, what to mind; it asks who of them goes on."""

    posts_chosen = Signal()
    names_wanted = Signal()
    filled = Signal()
    """Something else is shown: it may be higher or lower."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._goals: dict[bytes, bytes] = {}
        self._lines = column(gap=8)
        self.setLayout(self._lines)
        self.setAccessibleName("写入前看一看")
        self.shown: Preview | None = None
        self.wait(_WAITING)

    @property
    def posts(self) -> Mapping[bytes, bytes]:
        """Post holding → the unit on which its holder goes on."""
        return dict(self._goals)

    def wait(self, sentence: str) -> None:
        """Say what is missing yet."""
        self.shown = None
        self._fill([words(sentence, "note", wrap=True)])

    def refuse(self, error: GridCenterError) -> None:
        """Say why it cannot be."""
        self.shown = None
        self._fill([due_box(Due("不能这样调整", "over", text=error.words))])

    def show_preview(self, shown: Preview) -> None:
        """Show what would be written."""
        known = {one.id for one in shown.posts}
        self._goals = {post: goal for post, goal in self._goals.items() if post in known}
        self.shown = shown
        moved = f"{shown.households:,} 户　{shown.people:,} 人" if shown.households else "没有户变动"
        facts = [Fact("内容", shown.title), Fact("调整前", shown.before), Fact("调整后", shown.after)]
        facts.append(Fact("变动", moved))
        facts += [Fact("　", _flow(flow)) for flow in shown.flows[:_MANY]]
        if len(shown.flows) > _MANY:
            facts.append(Fact("　", f"等共 {len(shown.flows)} 处"))
        facts += [Fact("在办的事" if not n else "　", one.words) for n, one in enumerate(shown.things)]
        parts: list[QWidget] = [fact_list(self._look, facts, 70)]
        if shown.households or shown.posts or shown.things:
            parts.append(self._door())
        if shown.posts:
            parts += [words("随原网格结束的岗位", "strong"), *(self._post(one, shown) for one in shown.posts)]
        parts += [due_box(Due("提醒", "due", text=note)) for note in shown.notes]
        self._fill(parts)

    def _door(self) -> QWidget:
        names = Button(self._look, "看名单", "users")
        names.clicked.connect(lambda _checked: self.names_wanted.emit())
        line = QWidget()
        line.setLayout(row(names, None))
        return line

    def _post(self, one: PostEnd, shown: Preview) -> QWidget:
        options: Sequence[tuple[object, str]] = [
            (None, "到前一天为止，不再任"), *((unit, f"到{name}接着任") for unit, name in shown.goals)
        ]  # fmt: skip
        choice = Choice(f"{one.person}{one.post}", options, width=260)
        choice.choose(self._goals.get(one.id))
        choice.chosen.connect(lambda goal: self._choose(one.id, goal))
        line = QWidget()
        line.setLayout(row(words(f"{one.person}　{one.post}　{one.unit}"), None, choice))
        return line

    def _choose(self, post: bytes, goal: object) -> None:
        if isinstance(goal, bytes):
            self._goals[post] = goal
        else:
            self._goals.pop(post, None)
        self.posts_chosen.emit()

    def _fill(self, parts: Sequence[QWidget]) -> None:
        empty(self._lines)
        for part in parts:
            self._lines.addWidget(part)
        self.filled.emit()


def _flow(flow: Flow) -> str:
    what = f"{flow.what}（{len(flow.homes):,} 户）" if flow.what else f"{len(flow.homes):,} 户"
    return f"{what}　{flow.old} → {flow.new}"
