"""The first run: which township, villages and names, first account, recovery code, done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from gridcenter.base.errors import GridCenterError
from gridcenter.desk.cards import Card
from gridcenter.desk.first_code import CodeStep
from gridcenter.desk.first_place import PlaceStep
from gridcenter.desk.first_steps import AccountStep, Gazetteer, VillageStep
from gridcenter.desk.jobs import Job, Jobs
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.page import Act
from gridcenter.desk.theme import Look
from gridcenter.desk.wizard import Step, Wizard
from gridcenter.desk.words import IconLabel, words


class Founded(Protocol):
    """What comes of setting up."""

    @property
    def township(self) -> str:
        """Name."""

    @property
    def villages(self) -> int:
        """How many were entered."""

    @property
    def recovery_code(self) -> str:
        """Shown this once."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What was chosen for a new data folder."""

    division: str
    name: str
    villages: frozenset[str]
    levels: Mapping[str, str]
    login: str
    password: str


class FirstRun(Wizard):
    """Sets a data folder up; `finished` when the person is ready to log in."""

    def __init__(
        self,
        look: Look,
        jobs: Jobs,
        gazetteer: Gazetteer,
        levels: Mapping[str, str],
        found: Callable[[Beginning], Founded],
        other: Act | None = None,
    ) -> None:
        self._jobs, self._found = jobs, found
        self.where = PlaceStep(look, gazetteer.children, gazetteer.dated)
        self.villages = VillageStep(look, jobs, gazetteer, levels)
        self.account, self.recovery = AccountStep(look), CodeStep(look)
        self._last_words = words("", "second", wrap=True)
        done = Card(
            look, "可以用了", row(IconLabel(look, "circle-check", "done", 28), (self._last_words, 1), gap=12),
            pad=(24, 14, 24, 24), gap=12,
        )  # fmt: skip
        last = block(column(done, None))
        super().__init__(
            look, "第一次使用", "大约五分钟，前三步都可以回头改",
            [
                Step("是哪个乡镇", self.where, self.where.check),
                Step("村和网格", self.villages, self.villages.check),
                Step("谁来管", self.account, self.account.check),
                Step("恢复码", self.recovery, self.recovery.check, self._begin),
                Step("完成", last, enter=self._end),
            ],
            other=other,
        )  # fmt: skip
        self.where.chosen.connect(self._placed)

    def _placed(self, code: str, _name: str) -> None:
        self.place.setText(self.where.words)
        self.villages.load(code)

    def _begin(self) -> None:
        """Set the folder up in the worker, once."""
        if self.recovery.code:
            return
        self.back.setEnabled(False)
        wish = Beginning(
            self.where.township, self.where.name.text().strip(), self.villages.villages,
            self.villages.levels, self.account.login.text().strip(), self.account.password.text(),
        )  # fmt: skip
        job = Job(lambda _progress: self._found(wish))
        job.succeeded.connect(self._founded)
        job.finished.connect(self._may_go_back)
        self._jobs.start(job, self._refused)

    def _may_go_back(self) -> None:
        self.back.setEnabled(True)

    def _founded(self, made: Founded) -> None:
        self.recovery.show_code(made.township, made.recovery_code)
        self.back.hide()
        count = f"{made.villages} 个村（社区）" if made.villages else "还没有村"
        self._last_words.setText(
            f"{made.township}已经建好，{count}。下一步登录，再到“导入”里导入网格划分表和农户花名册。"
        )

    def _refused(self, error: Exception) -> None:
        if isinstance(error, GridCenterError):
            self.refuse(error.words)
        else:
            self._jobs.failed.emit(error)

    def _end(self) -> None:
        self.back.hide()
