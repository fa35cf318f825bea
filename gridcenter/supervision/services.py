"""What can be done with inspections."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound, RuleBroken
from gridcenter.base.periods import Month, day_words
from gridcenter.base.workdays import add_working_days
from gridcenter.codes.tables import Codes
from gridcenter.register.records import Unit
from gridcenter.store.capture import WriteSession
from gridcenter.supervision.codes import FULL_MARKS, METHOD, ONLY_TOTAL
from gridcenter.supervision.records import Inspection, InspectionProblem, InspectionScore
from gridcenter.supervision.rules import is_low, out_of, points_fault

_DAYS_TO_MEND = 5


@dataclass(frozen=True, slots=True)
class ScoreEntry:
    """The points of one method."""

    method: str
    points: Decimal
    reason: str = ""
    full: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ProblemEntry:
    """A problem found."""

    description: str
    deadline: date | None = None
    responsible: str = ""
    status: str = "open"
    id: bytes | None = None
    """The problem entered before that this one replaces; None: the next one in order."""


@dataclass(frozen=True, slots=True)
class InspectionEntry:
    """What the inspection form says."""

    unit_id: bytes
    month: Month
    inspected_on: date
    scores: tuple[ScoreEntry, ...]
    problems: tuple[ProblemEntry, ...] = ()
    inspector: str = ""
    opinion: str = ""
    asked: Collection[str] = (*FULL_MARKS, ONLY_TOTAL)
    """The methods that were asked for: of these, one left out goes; any other stays."""


def record_inspection(session: WriteSession, actor: Actor, entry: InspectionEntry) -> Inspection:
    """Enter the inspection of a grid in a month, or replace the one entered before."""
    actor.require(Right.INSPECT)
    _refuse(session, entry)
    inspection = find_inspection(session, entry.unit_id, entry.month)
    if inspection is None:
        inspection = Inspection(unit_id=entry.unit_id, month=str(entry.month))
        session.add(inspection)
    inspection.inspected_on = entry.inspected_on
    inspection.inspector = entry.inspector.strip() or None
    inspection.opinion = entry.opinion.strip() or None
    session.flush()
    _set_scores(session, inspection, entry)
    _set_problems(session, inspection, entry.problems)
    return inspection


def _refuse(session: Session, entry: InspectionEntry) -> None:
    unit = session.get(Unit, entry.unit_id)
    if unit is None:
        raise RuleBroken("unit", "请选择督查的网格")
    if not entry.month.holds(entry.inspected_on):
        raise RuleBroken("inspected_on", f"督查日期不在{entry.month.words}里，请核对")
    for score in entry.scores:
        fault = points_fault(score.points, full_marks(score))
        if fault:
            word = Codes.load(session, METHOD).word(score.method)
            raise RuleBroken(score.method, f"{word}{fault}")
    for number, problem in enumerate(entry.problems):
        if not problem.description.strip():
            raise RuleBroken(f"problem_{number}", "请写明存在的问题，没有就删掉这一行")
        if problem.deadline is not None and problem.deadline < entry.inspected_on:
            better = add_working_days(entry.inspected_on, _DAYS_TO_MEND)
            words = (
                f"整改期限不能早于督查日期{day_words(entry.inspected_on)}。"
                f"可填 {better:%m-%d}（五个工作日后）"
            )
            raise RuleBroken(f"deadline_{number}", words)


def full_marks(score: ScoreEntry) -> Decimal:
    """Return the full mark of a score: its own, else the usual one of the method."""
    return score.full if score.full is not None else FULL_MARKS.get(score.method, Decimal(100))


def _set_scores(session: Session, inspection: Inspection, said: InspectionEntry) -> None:
    query = select(InspectionScore).where(InspectionScore.inspection_id == inspection.id)
    old = {score.method: score for score in session.scalars(query)}
    for entry in said.scores:
        score = old.pop(entry.method, None)
        if score is None:
            score = InspectionScore(inspection_id=inspection.id, method=entry.method)
            session.add(score)
        score.points, score.full = entry.points, full_marks(entry)
        score.reason = entry.reason.strip() or None
    for method, score in old.items():
        if method in said.asked:
            session.delete(score)
    session.flush()


def _set_problems(
    session: Session, inspection: Inspection, problems: Sequence[ProblemEntry]
) -> None:
    query = select(InspectionProblem).where(InspectionProblem.inspection_id == inspection.id)
    old = {one.id: one for one in session.scalars(query.order_by(InspectionProblem.position))}
    named = {entry.id for entry in problems if entry.id}
    free = [one for one in old if not named or one not in named]
    for position, entry in enumerate(problems):
        key = entry.id if entry.id in old else free.pop(0) if free and not named else None
        problem = old.pop(key) if key else InspectionProblem(inspection_id=inspection.id)
        session.add(problem)
        if key != entry.id and problem.description != entry.description.strip():
            problem.rechecked_on = problem.rechecked_by = problem.recheck = None
        problem.position, problem.description = position, entry.description.strip()
        problem.deadline, problem.status = entry.deadline, entry.status
        problem.responsible = entry.responsible.strip() or None
    for problem in old.values():
        session.delete(problem)
    session.flush()


def recheck_problem(
    session: WriteSession,
    actor: Actor,
    problem_id: bytes,
    *,
    on: date,
    by: str,
    done: bool,
    words: str = "",
) -> InspectionProblem:
    """Record the re-check (复查) of a problem: settled, or still open."""
    actor.require(Right.INSPECT)
    problem = session.get(InspectionProblem, problem_id)
    if problem is None:
        raise NotFound("这个问题已经不在，请刷新后再看")
    problem.rechecked_on, problem.rechecked_by = on, by.strip() or None
    problem.recheck, problem.status = words.strip() or None, "done" if done else "open"
    session.flush()
    return problem


def find_inspection(session: Session, unit_id: bytes, month: Month) -> Inspection | None:
    """Return the inspection of a grid in a month, or None."""
    return session.scalar(
        select(Inspection).where(Inspection.unit_id == unit_id, Inspection.month == str(month))
    )


@dataclass(slots=True)
class Inspected:
    """An inspection with its scores by method and its problems."""

    inspection: Inspection
    scores: dict[str, InspectionScore] = field(default_factory=dict)
    problems: list[InspectionProblem] = field(default_factory=list)

    @property
    def total(self) -> Decimal | None:
        """The sum of the points; None when no points were given."""
        points = [score.points for score in self.scores.values()]
        return sum(points, Decimal(0)) if points else None

    @property
    def full(self) -> Decimal:
        """The full mark of the total."""
        return out_of({method: score.full for method, score in self.scores.items()})

    @property
    def low(self) -> bool:
        """Whether the total asks for a decision of the leaders."""
        return is_low(self.total, self.full)


def inspections_of(session: Session, month: Month) -> Mapping[bytes, Inspected]:
    """Return the month's inspections by grid."""
    found = {
        inspection.id: Inspected(inspection)
        for inspection in session.scalars(select(Inspection).where(Inspection.month == str(month)))
    }
    scores = select(InspectionScore).join(Inspection).where(Inspection.month == str(month))
    for score in session.scalars(scores):
        found[score.inspection_id].scores[score.method] = score
    problems = select(InspectionProblem).join(Inspection).where(Inspection.month == str(month))
    for problem in session.scalars(problems.order_by(InspectionProblem.position)):
        found[problem.inspection_id].problems.append(problem)
    return {one.inspection.unit_id: one for one in found.values()}
