"""The lines of problems found on an inspection: added, emptied, refused one by one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QWidget

from gridcenter.base.errors import RuleBroken
from gridcenter.desk.buttons import Button, IconButton
from gridcenter.desk.day_field import DayField
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import LineField
from gridcenter.desk.form_grid import Slot
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.saving import Filled
from gridcenter.desk.words import words
from gridcenter.supervision.records import InspectionProblem
from gridcenter.supervision.services import ProblemEntry

_WHO, _DAY, _BIN = 110, 136, 34


class ProblemLines:
    """Description, responsible, deadline, and a bin; a line once binned is used again."""

    def __init__(self, desk: Desk, head: str, near: Callable[[], date]) -> None:
        self._desk, self._head, self._near = desk, head, near
        self._form: FormDialog | None = None
        self._lines: list[tuple[QWidget, tuple[Slot, Slot, Slot]]] = []
        self._known: dict[int, InspectionProblem] = {}
        self._count, self._space = words("", "note"), column(gap=6)
        self._heads = block(row(
            (words("问题", "note"), 1), words("责任人", "note", width=_WHO),
            words("整改期限", "note", width=_DAY + _BIN + 8),
        ))  # fmt: skip
        self.add = Button(desk.look, "添一条", "plus", "link")
        self._last: QWidget = self.add
        self.add.clicked.connect(lambda _checked: self.open_line())

    def lay_into(self, form: FormDialog) -> None:
        """Put head and lines into the form."""
        self._form = form
        form.draft_taken.connect(self._make_room)
        form.add(
            row(words("发现的问题", "head"), self._count, None, self.add), self._heads, self._space
        )
        self._tell()

    def start(self, problems: Sequence[InspectionProblem]) -> None:
        """Enter what was found before; the lines must lie in their form."""
        for number, problem in enumerate(problems):
            self._known[number] = problem
            what, who, until = self.open_line()
            what.field.put(problem.description)
            who.field.put(problem.responsible)
            until.field.put(problem.deadline)

    def open_line(self) -> tuple[Slot, Slot, Slot]:
        """Open an empty line and return its slots: what, who, until when."""
        shut = next((n for n, (frame, _) in enumerate(self._lines) if frame.isHidden()), None)
        number = len(self._lines) if shut is None else shut
        frame, slots = self._lines[number] if shut is not None else self._make(number)
        frame.show()
        slots[1].field.put(self._head)
        slots[0].field.widget.setFocus()
        self._tell()
        return slots

    def entries(self, filled: Filled) -> tuple[ProblemEntry, ...]:
        """Return the problems of the open lines."""
        return tuple(
            ProblemEntry(
                filled.text(f"problem_{n}"), filled.day_or_none(f"deadline_{n}"),
                filled.text(f"responsible_{n}"),
                self._known[n].status if n in self._known else "open",
                self._known[n].id if n in self._known else None,
            )
            for n in self._open()
        )  # fmt: skip

    def place(self, refused: RuleBroken) -> RuleBroken:
        """Return the refusal with the line it belongs to, for refusals count the open lines only."""
        name, _, number = refused.field.rpartition("_")
        if name not in {"problem", "deadline"}:
            return refused
        return RuleBroken(f"{name}_{self._open()[int(number)]}", refused.words)

    def _make_room(self, left: Mapping[str, str]) -> None:
        """Open as many lines as a draft has, empty those it has not."""
        wanted = [n for n in range(len(left)) if left.get(f"problem_{n}") or left.get(f"deadline_{n}")]
        for number in set(self._open()) - set(wanted):
            self._empty(number)
        while len(self._lines) <= max(wanted, default=-1):
            self._make(len(self._lines))
        for number in wanted:
            self._lines[number][0].show()
        self._tell()

    def _open(self) -> list[int]:
        return [n for n, (frame, _) in enumerate(self._lines) if not frame.isHidden()]

    def _make(self, number: int) -> tuple[QWidget, tuple[Slot, Slot, Slot]]:
        look = self._desk.look
        name = f"问题 {number + 1}"
        what = Slot(
            look,
            f"problem_{number}",
            name,
            LineField("写清时间、地点、什么事", longest=500),
            apart=True,
        )
        who = Slot(
            look,
            f"responsible_{number}",
            f"{name}责任人",
            LineField(width=_WHO, longest=50),
            apart=True,
        )
        until = Slot(
            look,
            f"deadline_{number}",
            f"{name}整改期限",
            DayField(look, self._near, width=_DAY),
            apart=True,
        )
        bin_ = IconButton(look, "trash-2", "删去这一条", width=_BIN)
        line = row((what, 1), who, until, bin_)
        frame = block(column(line, what.error_line, until.error_line, gap=4))
        bin_.clicked.connect(lambda _checked: self._empty(number))
        self._space.addWidget(frame)
        self._lines.append((frame, (what, who, until)))
        if self._form is not None:
            self._form.adopt(what, who, until)
            self._chain(what, who, until, bin_)
        return self._lines[number]

    def _chain(self, what: Slot, who: Slot, until: Slot, bin_: QWidget) -> None:
        """Let Tab go on from the line above: Qt puts what comes late at the end of the form."""
        for following in (*(slot.field.widget for slot in (what, who, until)), bin_):
            QWidget.setTabOrder(self._last, following)
            self._last = following

    def _empty(self, number: int) -> None:
        frame, slots = self._lines[number]
        self._known.pop(number, None)
        for slot in slots:
            slot.field.put(None)
            slot.clear_error()
        frame.hide()
        self._tell()

    def _tell(self) -> None:
        self._heads.setVisible(bool(self._open()))
        self._count.setText(f"{len(self._open())} 条" if self._open() else "没有就不用填")
