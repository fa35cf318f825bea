"""Half-filled forms: alive after a kill, offered at the next log-in, gone once saved or thrown away."""

import shutil
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select

from gridcenter.desk.drafts import Drafts
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.jobs import Job
from gridcenter.desk.left_forms import LeftForms
from gridcenter.desk.messages import Toast
from gridcenter.register.records import Unit
from gridcenter.store.drafts import drafts_of
from tests.journeys.hands import PATIENCE
from tests.journeys.typist import TYPED


@pytest.fixture
def folder(hamlet_folder, tmp_path):
    return shutil.copytree(hamlet_folder, tmp_path / "data")


def kill_while_typing(folder, page):
    """Let a program of its own type into a form; pull the plug once the draft is in the file."""
    script = Path(__file__).with_name("typist.py")
    with subprocess.Popen(
        [sys.executable, script, folder, page], stdout=subprocess.PIPE, encoding="utf-8"
    ) as typist:
        told = typist.stdout.readline()
        typist.kill()
    assert told == "kept\n"


def kept(hands):
    with hands.office.database.read() as session:
        return drafts_of(session, hands.office.actor.login)


def form_of(hands):
    hands.wait(lambda: hands.visible(FormDialog))
    return hands.visible(FormDialog)[-1]


def offer_of(hands):
    hands.wait(lambda: hands.visible(LeftForms))
    return hands.visible(LeftForms)[-1]


@pytest.mark.parametrize("page", ["visits", "inspections"])
def test_what_was_typed_survives_a_kill(folder, sit_down, page):
    kill_while_typing(folder, page)
    assert "想装路灯".encode() not in (folder / "gridcenter.db").read_bytes()
    hands = sit_down(folder)
    offer = offer_of(hands)
    assert offer.accessibleName() == "有 1 份表单上次没填完"
    assert "没有正常结束" in offer.accessibleDescription()
    hands.press_word(offer, "接着填")
    form = form_of(hands)
    assert hands.shell.here == page
    assert {key: form._slots[key].field.words() for key in TYPED[page]} == TYPED[page]
    assert all(form._slots[key].isVisible() for key in TYPED[page])
    form._leave()
    hands.wait(lambda: kept(hands) == [])


def test_an_end_without_drafts_is_told_once(folder, sit_down):
    kill_while_typing(folder, "visits")
    hands = sit_down(folder)
    hands.press_word(offer_of(hands), "丢开")
    hands.wait(lambda: kept(hands) == [] and not hands.visible(LeftForms))
    hands.program.log_out()
    hands.log_in()
    hands.qtbot.wait(0)
    assert hands.visible(LeftForms) == []
    assert [t for t in hands.visible(Toast) if "没有正常结束" in t.accessibleName()] == []


def test_logging_out_keeps_what_was_typed_the_moment_before(sit_down):
    hands = sit_down()
    form = open_matter(hands)
    hands.type_in(form._slots["content"].field, "井盖破损")
    hands.program.log_out()
    hands.log_in()
    [draft] = kept(hands)
    assert (draft.title, draft.words["content"]) == ("登记事项", "井盖破损")
    offer = offer_of(hands)
    assert offer.accessibleDescription() == ""
    hands.press_word(offer, "以后再填")
    form = open_matter(hands)
    form.reject()
    assert not form.isVisible(), "asks although nothing was typed"
    assert len(kept(hands)) == 1
    form = open_matter(hands)
    hands.press_word(form, "接着填")
    assert form._slots["content"].field.words() == "井盖破损"


def test_a_saved_form_leaves_no_draft_and_a_thrown_away_one_neither(sit_down):
    hands = sit_down()
    form = open_matter(hands)
    hands.type_in(form._slots["content"].field, "井盖破损")
    hands.wait(form.ui.draft.isVisible)
    assert len(kept(hands)) == 1
    form.reject()
    hands.press(hands.box().yes)
    hands.wait(lambda: kept(hands) == [])
    assert isinstance(hands.program.drafts, Drafts)
    assert hands.program.drafts.all == []


def test_the_draft_goes_with_the_save_or_stays_with_the_refusal(sit_down):
    hands = sit_down()
    with hands.office.database.read() as session:
        unit = session.scalar(select(Unit.id).where(Unit.level == "subgrid"))
    form = open_matter(hands)
    hands.type_in(form._slots["content"].field, "井盖破损")
    hands.wait(form.ui.draft.isVisible)
    form.submit()
    assert form._slots["unit_id"].error
    assert len(kept(hands)) == 1
    form._slots["unit_id"].field.put(unit)
    with hands.qtbot.waitSignal(form.saved, timeout=PATIENCE):
        form.submit()
    assert kept(hands) == []


def open_matter(hands):
    hands.shell.go("matters")
    return hands.shell.page("matters").enter_new()


def test_what_is_typed_is_kept_while_a_long_job_runs(sit_down):
    hands, going_on = sit_down(), Event()
    hands.program.jobs.start(Job(lambda _progress: going_on.wait(PATIENCE / 1000)))
    form = open_matter(hands)
    hands.type_in(form._slots["content"].field, "井盖破损")
    hands.wait(form.ui.draft.isVisible)
    assert [draft.words["content"] for draft in kept(hands)] == ["井盖破损"]
    with hands.office.database.read() as session:
        form._slots["unit_id"].field.put(session.scalar(select(Unit.id).where(Unit.level == "subgrid")))
    form.save.click()
    assert not form._slots["content"].field.isEnabled(), "takes keys that would be lost"
    with hands.qtbot.waitSignal(form.saved, timeout=PATIENCE):
        going_on.set()
    assert kept(hands) == []


def test_what_was_left_is_not_typed_over(sit_down):
    hands = sit_down()
    form = open_matter(hands)
    hands.type_in(form._slots["content"].field, "井盖破损")
    hands.program.log_out()
    hands.log_in()
    hands.press_word(offer_of(hands), "以后再填")
    form = open_matter(hands)
    content = form._slots["content"].field
    assert not content.isEnabled()
    form.submit()
    assert form.isVisible()
    hands.press_word(form, "丢开")
    assert content.isEnabled()
    assert content.words() == ""
    hands.wait(lambda: kept(hands) == [])
